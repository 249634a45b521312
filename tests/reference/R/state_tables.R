# States over time: survfit of several states (Aalen-Johansen; standard errors by the infinitesimal jackknife; log-log limits), mean time in
# each state as the area below its share, with the standard error from each person's influence on it. Sourced by ips_mis_states.R and
# small_states.R. `states`: a list of each person's states by day, day 0 first: 0 without a job, 1 in a job, 2 left, 3 left for a competing
# reason; followed by NA once not observed. Everybody is without a job the day before day 0.
STATE_NAMES <- c("no_job", "job", "left", "competing")

moves <- function(states) {
  do.call(rbind, lapply(seq_along(states), function(i) {
    known <- states[[i]][!is.na(states[[i]])]
    all <- c(0, known)
    change <- which(all[-1] != all[-length(all)])
    from <- c(-1, change - 1)
    until <- c(change - 1, length(known) - 1)
    rows <- data.frame(id = i, from, until, was = STATE_NAMES[all[c(1, change + 1)] + 1], to = c(known[change], NA))
    rows <- rows[rows$until > rows$from & !(rows$was %in% STATE_NAMES[3:4]), ]
    rows$to[is.na(rows$to)] <- -1
    rows
  }))
}

state_fit <- function(states) {
  d <- moves(states)
  d$event <- factor(d$to, -1:3, c("censored", STATE_NAMES))
  survfit(Surv(from, until, event) ~ 1, id = id, istate = factor(was, STATE_NAMES), data = d, conf.type = "log-log", influence = 1)
}

of_state <- function(fit, what, step, state) {
  column <- match(state, fit$states)
  if (is.na(column)) 0 else fit[[what]][step, column]
}

# Shares on some days, and mean days before them.
state_rows <- function(exposure, level, states, days) {
  fit <- state_fit(states)
  influence <- fit$influence.pstate
  if (is.list(influence)) influence <- influence[[1]]
  rows <- NULL
  for (day in days) {
    step <- findInterval(day, fit$time)
    edges <- c(-1, fit$time[fit$time < day], day)
    after0 <- pmax(diff(edges), 0)
    before0 <- edges[-1] > 0
    width <- diff(pmax(edges, 0))
    for (state in STATE_NAMES) {
      p <- if (step) of_state(fit, "pstate", step, state) else as.numeric(state == "no_job")
      column <- match(state, fit$states)
      known <- p > 1e-12 & p < 1 - 1e-12
      value <- function(what) if (step && known) of_state(fit, what, step, state) else NA
      # one piece more than there are steps before the day: from the day before inclusion on everybody is without a job
      upto <- sum(fit$time < day)
      shares <- c(as.numeric(state == "no_job"), if (upto && !is.na(column)) fit$pstate[seq_len(upto), column] else rep(0, upto))
      own <- if (is.na(column) || !upto) 0 else {
        at <- influence[, seq_len(upto) + (dim(influence)[2] - length(fit$time)), column, drop = FALSE]
        sqrt(sum((matrix(at, ncol = upto) %*% width[-1])^2))
      }
      rows <- rbind(rows, data.frame(
        exposure, level, state, time = day, share = p, std_error = value("std.err"), conf_low = value("lower"), conf_high = value("upper"),
        days = sum(shares * width), days_std_error = if (own > 1e-12) own else NA
      ))
    }
  }
  rows
}

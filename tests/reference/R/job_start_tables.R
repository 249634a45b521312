# Mean number of jobs per person: survfit with an id (Nelson-Aalen estimate, robust standard error), log limits; the robust score test of coxph
# with a cluster of each person. Sourced by ips_mis_job_starts.R and small_job_starts.R. `starts`: a list of each person's days, rising and
# distinct; `until`: last day observed. Time begins the day before inclusion, so that a job can begin on day 0.
counting <- function(starts, until, group = 0) {
  group <- rep_len(group, length(until))
  do.call(rbind, lapply(seq_along(until), function(i) {
    edges <- c(-1, starts[[i]])
    rows <- data.frame(id = i, from = edges, to = c(starts[[i]], until[i]), event = c(rep(1, length(starts[[i]])), 0), group = group[i])
    rows[rows$to > rows$from, ]
  }))
}

job_start_steps <- function(exposure, level, starts, until) {
  fit <- survfit(Surv(from, to, event) ~ 1, id = id, data = counting(starts, until), robust = TRUE)
  error <- ifelse(fit$cumhaz > 0 & fit$std.chaz > 1e-12, fit$std.chaz, NA)
  reach <- exp(qnorm(0.975) * error / fit$cumhaz)
  data.frame(
    exposure, level, time = fit$time, n_risk = fit$n.risk, n_event = fit$n.event, mean_jobs = fit$cumhaz, std_error = error,
    conf_low = fit$cumhaz / reach, conf_high = fit$cumhaz * reach
  )
}

job_start_test <- function(exposure, starts, until, group) {
  fit <- coxph(Surv(from, to, event) ~ factor(group), cluster = id, ties = "breslow", data = counting(starts, until, group))
  if (anyNA(coef(fit))) return(NULL) # one group is not at risk when jobs begin
  found <- summary(fit)$robscore
  data.frame(exposure, statistic = found[["test"]], df = found[["df"]], p_value = found[["pvalue"]], n = length(until), n_events = length(unlist(starts)))
}

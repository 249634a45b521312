# Cox regression and the test of proportional hazards: Rossi's first week worked and Rossi's arrest (Allison 1995), with both
# ways of ties; made-up cohorts at the edge, the same as in tests/reference/test_r_cox.py; Firth's penalised form.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "regression.R"))
source(file.path(here, "cox_tables.R"))

d <- rossi()
d$arrest <- carData::Rossi$arrest
others <- c("age", "race", "marital_status", "parole", "prior_convictions")
of_job <- list(financial_aid = others, work_experience = others, education = others)
as_shipped <- c(others, "education")  # config/rossi.yaml
of_arrest <- list(financial_aid = c("age", "race", "work_experience", "marital_status", "parole", "prior_convictions"))
rossi_found <- cox_all(d, list(
  time_to_first_job = list(time = "follow_time", event = "job_obtained", exposures = list(financial_aid = as_shipped, work_experience = as_shipped)),
  first_job = list(time = "follow_time", event = "job_obtained", exposures = of_job),
  first_job_breslow = list(time = "follow_time", event = "job_obtained", ties = "breslow", exposures = of_job),
  arrest = list(time = "last_week", event = "arrest", exposures = of_arrest),
  arrest_breslow = list(time = "last_week", event = "arrest", ties = "breslow", exposures = of_arrest)
))
write_values(rossi_found$estimates, "rossi_cox_estimates")
write_values(rossi_found$fits, "rossi_cox_fits")
write_values(rossi_found$hazards, "rossi_cox_hazards")
of_arrest_adjusted <- rossi_found$residuals$model == "arrest" & rossi_found$residuals$adjustment == "adjusted"
write_values(rossi_found$residuals[of_arrest_adjusted, ], "rossi_cox_residuals")

AGE <- c(23, 31, 45, 52, 38, 29, 41, 60, 35, 27, 33, 48, 55, 22, 39, 30, 44, 51, 26, 37)
GROUP <- rep(c("a", "b"), 10)
cohort <- function(time, event, group = GROUP, age = AGE) {
  data.frame(time, event, group = factor(group), age = age[seq_along(time)])
}
EVENT <- c(1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1)
TIME <- c(3, 9, 14, 2, 7, 30, 11, 5, 21, 30, 8, 12, 6, 17, 30, 4, 19, 10, 25, 13)
LEFT <- c(5, 9, 15)  # persons of a level that nobody of which is at risk at any event
edges <- list(
  plain = cohort(TIME, EVENT),
  ties_everywhere = cohort(rep(c(4, 4, 7, 7), 5), EVENT),
  one_time = cohort(rep(5, 20), EVENT),
  all_on_day_zero = cohort(rep(0, 20), EVENT),
  some_on_day_zero = cohort(ifelse(TIME < 9, 0, TIME), EVENT),
  nobody_censored = cohort(TIME, rep(1, 20)),
  lone_person = cohort(TIME, EVENT, c("c", GROUP[-1])),
  nearly_tied = cohort(rep(c(4, 4, 7, 7), 5) + c(0, 1e-12), EVENT),
  left_before_any_event = cohort(replace(TIME, LEFT, 1), replace(EVENT, LEFT, 0), replace(GROUP, LEFT, "c"))
)
found <- NULL
for (name in names(edges)) for (ties in c("efron", "breslow")) {
  model <- paste0(name, if (ties == "breslow") "_breslow")
  one <- cox_all(edges[[name]], setNames(list(list(time = "time", event = "event", ties = ties, exposures = list(group = "age"))), model), c("crude", "adjusted"))
  for (part in names(one)) found[[part]] <- rbind(found[[part]], one[[part]])
}
write_values(found$estimates, "edge_cox_estimates")
write_values(found$fits, "edge_cox_fits")
write_values(found$hazards, "edge_cox_hazards")

# Firth's penalised partial likelihood (Heinze & Schemper 2001, doi 10.1111/j.0006-341X.2001.00114.x), ties by Breslow, written
# here from its definition: coxphf is in no Debian package. Estimate by scoring steps on the modified score until that is 0,
# limits and tests from a numeric profile.
moments <- function(beta, x, time, event) {
  k <- ncol(x); height <- 0; score <- numeric(k); information <- matrix(0, k, k); third <- array(0, c(k, k, k))
  for (i in which(event == 1)) {
    at_risk <- time >= time[i]
    xr <- x[at_risk, , drop = FALSE]; eta <- as.vector(xr %*% beta); w <- exp(eta - max(eta)); w <- w / sum(w)
    m <- colSums(xr * w); centred <- sweep(xr, 2, m)
    height <- height + sum(x[i, ] * beta) - max(eta) - log(sum(exp(eta - max(eta))))
    score <- score + x[i, ] - m
    information <- information + crossprod(centred, centred * w)
    for (r in 1:k) third[, , r] <- third[, , r] + crossprod(centred, centred * (w * centred[, r]))
  }
  modified <- score + 0.5 * sapply(1:k, function(r) sum(solve(information) * third[, , r]))
  list(height = height + 0.5 * as.numeric(determinant(information)$modulus), score = modified, information = information)
}
climb <- function(x, time, event, start, held = integer(0)) {
  beta <- start; free <- setdiff(seq_along(start), held)
  if (!length(free)) return(beta)
  for (iteration in 1:2000) {
    now <- moments(beta, x, time, event)
    step <- solve(now$information[free, free, drop = FALSE], now$score[free])
    step <- step * min(0.5, 0.5 / max(abs(step)))  # whole steps would swing about the estimate for ever with one event
    if (max(abs(step)) < 1e-13) break
    further <- function(step) { tried <- beta; tried[free] <- beta[free] + step; moments(tried, x, time, event)$height }
    while (max(abs(step)) > 1e-13 && !isTRUE(further(step) >= now$height - 1e-13)) step <- step / 2
    beta[free] <- beta[free] + step
  }
  stopifnot(max(abs(moments(beta, x, time, event)$score[free])) < 1e-9)
  beta
}
firth_rows <- function(name, data, variables, level = 0.95) {
  x <- model.matrix(as.formula(paste("~", paste(variables, collapse = "+"))), data)[, -1, drop = FALSE]
  sizes <- ifelse(colnames(x) == "age", sd(data$age), 1)
  x <- sweep(x, 2, sizes, "/")
  beta <- climb(x, data$time, data$event, numeric(ncol(x)))
  top <- moments(beta, x, data$time, data$event)
  se <- sqrt(diag(solve(top$information)))
  do.call(rbind, lapply(seq_along(beta), function(j) {
    excess <- function(value) {
      start <- beta; start[j] <- value
      2 * (top$height - moments(climb(x, data$time, data$event, start, j), x, data$time, data$event)$height) - qchisq(level, 1)
    }
    low <- beta[j] - se[j]; while (excess(low) < 0) low <- low - se[j]
    high <- beta[j] + se[j]; while (excess(high) < 0) high <- high + se[j]
    chi2 <- excess(0) + qchisq(level, 1)
    data.frame(
      case = name, term = colnames(x)[j], estimate = beta[j] / sizes[j], std_error = se[j] / sizes[j],
      conf_low = uniroot(excess, c(low, beta[j]), tol = 1e-12)$root / sizes[j],
      conf_high = uniroot(excess, c(beta[j], high), tol = 1e-12)$root / sizes[j],
      statistic = chi2, p_value = pchisq(chi2, 1, lower.tail = FALSE)
    )
  }))
}
no_events <- cohort(TIME, ifelse(GROUP == "b", 0, EVENT))
one_event <- cohort(TIME, as.numeric(TIME == 8))
tied <- cohort(rep(c(4, 4, 7, 7), 5), ifelse(GROUP == "b", 0, EVENT))
write_values(rbind(
  firth_rows("no_events", no_events, "group"),
  firth_rows("no_events_adjusted", no_events, c("group", "age")),
  firth_rows("tied", tied, c("group", "age")),
  firth_rows("one_event", one_event, "group")
), "cox_firth")

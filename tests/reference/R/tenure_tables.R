# Tenure: Kaplan-Meier of the days in a job. Sourced by ips_mis_tenure.R and small_tenure.R.
tenure_steps <- function(exposure, level, days, ended) {
  fit <- survfit(Surv(days, ended) ~ 1, conf.type = "log-log")
  data.frame(
    exposure, level, time = fit$time, n_risk = fit$n.risk, n_event = fit$n.event, n_censored = fit$n.censor, in_job = fit$surv,
    conf_low = fit$lower, conf_high = fit$upper
  )
}

tenure_row <- function(exposure, level, days, ended) {
  table <- summary(survfit(Surv(days, ended) ~ 1, conf.type = "log-log"))$table
  data.frame(
    exposure, level, measure = "tenure_median", estimate = table[["median"]], conf_low = table[["0.95LCL"]], conf_high = table[["0.95UCL"]],
    n = length(days), n_events = sum(ended)
  )
}

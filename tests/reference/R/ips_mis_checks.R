# Checks of every regression of config/config.yaml, from the analysis file of the last `make` (results/ips_mis).
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "checks.R"))
source(file.path(here, "ips_mis_data.R"))
d <- ips_mis()

confounders <- c("sex", "age", "education", "worked_past_5_years", "mhi5")
regressions <- list(
  job_obtained = list(model = "logistic", outcome = "job_obtained"),
  days_worked = list(model = "log_linear", outcome = "time_worked", population = "job_obtained")
)
exposures <- list(experience = confounders, funding = confounders)
result <- all_checks(d, regressions, exposures, c("crude", "crude_on_adjusted_rows", "adjusted"))
write_values(result$checks, "ips_mis_checks")
write_values(result$calibration, "ips_mis_calibration")

# Points of the figure: standardised residuals against fitted values and against normal quantiles, of the adjusted log-linear models.
points <- NULL
for (exposure in names(exposures)) {
  rows <- d[which(d$job_obtained), ]
  rows <- rows[complete.cases(rows[c("time_worked", exposure, confounders)]), ]
  fit <- lm(as.formula(paste("log(time_worked) ~", paste(c(exposure, confounders), collapse = " + "))), data = rows)
  standard <- rstandard(fit); order <- order(fitted(fit)); quantiles <- qqnorm(standard, plot.it = FALSE)
  key <- data.frame(model = "days_worked", exposure, adjustment = "adjusted")
  points <- rbind(points,
    cbind(key, data.frame(plot = "residuals", x = fitted(fit)[order], y = standard[order])),
    cbind(key, data.frame(plot = "quantiles", x = sort(quantiles$x), y = sort(standard))))
}
write_values(points, "ips_mis_residuals")

# Checks of every regression of config/config.yaml, from the analysis file of the last `make` (results/ips_mis).
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "checks.R"))
outcomes <- file.path(here, "..", "..", "..", "results", "ips_mis", "outcomes")
if (!file.exists(file.path(outcomes, "persons.sav"))) stop("results/ips_mis is not there: run `make` first")

d <- as.data.frame(haven::as_factor(haven::read_sav(file.path(outcomes, "persons.sav")), levels = "labels"))
d$job_obtained <- d$job_obtained == "yes"
d$experience <- factor(d$experience, levels = c("first half", "second half"))
d$funding <- factor(d$funding, levels = c("municipality", "UWV"))
d$sex <- factor(d$sex, levels = c("female", "male"))
d$education <- factor(d$education, levels = c("low or medium", "high"))
d$worked_past_5_years <- factor(d$worked_past_5_years, levels = c("no", "yes"))

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

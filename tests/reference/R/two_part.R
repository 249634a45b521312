# Two-part model of days worked over everybody: logistic regression of any, gamma regression (log link, HC1 errors) of how many among those
# with any; means over everybody with everybody at each level, delta method with derivatives by complex steps, the parts being independent.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "ips_mis_data.R"))

two_part <- function(data, cohort, model, exposure, adjustment, confounders) {
  rows <- data[complete.cases(data[c("days", exposure, confounders)]), ]
  right <- reformulate(c(exposure, confounders))
  for (v in c(exposure, confounders)) if (is.factor(rows[[v]])) rows[[v]] <- droplevels(rows[[v]])
  rows$any <- rows$days > 0
  first <- glm(update(right, any ~ .), binomial, rows, epsilon = 1e-14, maxit = 100)
  first <- glm(update(right, any ~ .), binomial, rows, epsilon = 1e-14, maxit = 100, start = coef(first))
  worked <- rows[rows$any, ]
  second <- glm(update(right, days ~ .), Gamma("log"), worked, epsilon = 1e-14, maxit = 200)
  # one step at a time from there: glm looks at the deviance, which stands still before the coefficients do
  for (again in 1:40) second <- suppressWarnings(glm(update(right, days ~ .), Gamma("log"), worked, maxit = 1, start = coef(second)))
  k <- length(coef(first))
  covariance <- matrix(0, 2 * k, 2 * k)
  covariance[1:k, 1:k] <- vcov(first)
  covariance[k + 1:k, k + 1:k] <- sandwich::vcovHC(second, type = "HC1")
  levels <- levels(rows[[exposure]])
  as_if <- lapply(levels, function(level) {
    rows[[exposure]] <- factor(level, levels = levels)
    model.matrix(right, rows)
  })
  means <- function(parameters) sapply(as_if, function(x) {
    mean(1 / (1 + exp(-as.vector(x %*% parameters[1:k]))) * exp(as.vector(x %*% parameters[k + 1:k])))
  })
  b <- unname(c(coef(first), coef(second)))
  row <- function(measure, level, combine, log_scale) {
    gradient <- as.vector(numDeriv::jacobian(function(parameters) combine(means(parameters)), b, method = "complex"))
    error <- sqrt(sum(gradient * (covariance %*% gradient)))
    estimate <- combine(means(b))
    limits <- if (log_scale) estimate * exp(c(-1, 1) * qnorm(0.975) * error / estimate) else estimate + c(-1, 1) * qnorm(0.975) * error
    data.frame(
      cohort, model, exposure, adjustment, approach = "two_part", measure, level, estimate, std_error = error, conf_low = limits[1],
      conf_high = limits[2], n = nrow(rows), n_events = sum(rows$any), n_level = sum(rows[[exposure]] == level)
    )
  }
  rbind(
    do.call(rbind, lapply(seq_along(levels), function(i) row("mean", levels[i], function(m) m[i], TRUE))),
    do.call(rbind, lapply(seq_along(levels)[-1], function(i) row("difference", levels[i], function(m) m[i] - m[1], FALSE)))
  )
}
result <- NULL
each <- function(data, cohort, model, exposures, confounders) {
  for (exposure in exposures) {
    others <- setdiff(confounders, exposure)
    for (adjustment in c("crude", "adjusted")) {
      result <<- rbind(result, two_part(data, cohort, model, exposure, adjustment, if (adjustment == "crude") character(0) else others))
    }
  }
}
d <- ips_mis()
d$days <- ifelse(d$job_obtained, d$time_worked, 0)
each(d, "ips_mis", "days_worked", c("experience", "funding"), c("sex", "age", "education", "worked_past_5_years", "mhi5"))
r <- rossi()
r$days <- r$time_worked
each(r, "rossi", "weeks_worked", c("financial_aid", "work_experience", "education"), c("age", "race", "marital_status", "parole", "prior_convictions", "education"))
write_values(result, "two_part")

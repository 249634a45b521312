# Negative binomial regressions (variance mu + dispersion mu^2) by their likelihood, written here and maximised by optim and Newton steps to
# its end: weeks worked by everybody in Rossi, as a count and per week observed, prior convictions, and the shipped cohort's days worked by
# everybody, 0 for who worked on none. Where MASS::glm.nb converges (not in the shipped cohort, with half of its people at 0) it gives the same.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "regression.R"))
source(file.path(here, "ips_mis_data.R"))

# Score of the coefficients and of log(dispersion).
score <- function(parameters, design, y, offset) {
  k <- ncol(design)
  alpha <- exp(parameters[k + 1])
  mu <- exp(as.vector(design %*% parameters[1:k]) + offset)
  size <- 1 / alpha
  of_size <- digamma(y + size) - digamma(size) + log(size / (size + mu)) + 1 - (y + size) / (size + mu)
  c(colSums(design * ((y - mu) / (1 + alpha * mu))), -size * sum(of_size))
}
likelihood <- function(parameters, design, y, offset) {
  mu <- exp(as.vector(design %*% parameters[seq_len(ncol(design))]) + offset)
  sum(dnbinom(y, size = exp(-parameters[ncol(design) + 1]), mu = mu, log = TRUE))
}
maximise <- function(x, y, offset) {
  start <- c(log(mean(y / exp(offset))), rep(0, ncol(x) - 1), 0)
  scale <- c(1, apply(x[, -1, drop = FALSE], 2, sd))
  x <- sweep(x, 2, scale, "/")
  found <- optim(start, likelihood, score, design = x, y = y, offset = offset, method = "BFGS", control = list(fnscale = -1, maxit = 5000, reltol = 1e-14))$par
  for (again in 1:20) found <- found - solve(numDeriv::jacobian(score, found, design = x, y = y, offset = offset), score(found, x, y, offset))
  stopifnot(max(abs(score(found, x, y, offset))) < 1e-7)
  list(coefficients = found[-length(found)] / scale, dispersion = exp(found[length(found)]), log_likelihood = likelihood(found, x, y, offset))
}

one <- function(data, name, outcome, exposure, confounders, offset, adjustment) {
  rows <- data[complete.cases(data[c(outcome, exposure, confounders, offset)]), ]
  variables <- c(exposure, confounders)
  for (v in variables) if (is.factor(rows[[v]])) rows[[v]] <- droplevels(rows[[v]])
  x <- model.matrix(reformulate(variables), rows)
  y <- rows[[outcome]]
  time <- if (is.null(offset)) rep(0, nrow(rows)) else log(rows[[offset]])
  fit <- maximise(x, y, time)
  mu <- exp(as.vector(x %*% fit$coefficients) + time)
  covariance <- solve(crossprod(x, x * (mu / (1 + fit$dispersion * mu))))
  if (name != "days") {
    rows$time <- time
    peer <- MASS::glm.nb(reformulate(c(variables, "offset(time)"), outcome), rows, control = glm.control(epsilon = 1e-12, maxit = 100))
    stopifnot(max(abs(coef(peer) - fit$coefficients)) < 1e-5, abs(peer$theta * fit$dispersion - 1) < 1e-4)
    stopifnot(max(abs(sqrt(diag(vcov(peer))) / sqrt(diag(covariance)) - 1)) < 1e-4)
  }
  b <- fit$coefficients
  se <- sqrt(diag(covariance))
  key <- data.frame(model = name, exposure, adjustment)
  of_exposure <- which(tidy_term(colnames(x), rows, variables)$term == exposure)
  wald <- if (length(of_exposure) > 1) as.numeric(t(b[of_exposure]) %*% solve(covariance[of_exposure, of_exposure]) %*% b[of_exposure]) else NA
  list(
    estimates = cbind(key, tidy_term(colnames(x), rows, variables), data.frame(
      estimate = b, std_error = se, statistic = b / se, p_value = 2 * pnorm(-abs(b / se)),
      conf_low = b - qnorm(0.975) * se, conf_high = b + qnorm(0.975) * se, n = nrow(rows), n_events = sum(y)
    )),
    fits = cbind(key, data.frame(
      n_population = nrow(data), n = nrow(rows), n_events = sum(y), n_excluded = nrow(data) - nrow(rows), log_likelihood = fit$log_likelihood,
      r_squared = NA, global_statistic = wald, global_df = if (is.na(wald)) NA else length(of_exposure),
      global_p_value = if (is.na(wald)) NA else pchisq(wald, length(of_exposure), lower.tail = FALSE), dispersion = fit$dispersion
    ))
  )
}

estimates <- fits <- NULL
each <- function(data, name, outcome, exposures, confounders, offset = NULL) {
  for (exposure in exposures) for (adjustment in c("crude", "adjusted")) {
    found <- one(data, name, outcome, exposure, if (adjustment == "crude") character(0) else confounders, offset, adjustment)
    estimates <<- rbind(estimates, found$estimates)
    fits <<- rbind(fits, found$fits)
  }
}
men <- c("financial_aid", "work_experience", "education")
each(rossi(), "count", "time_worked", men, c("age", "race", "marital_status", "parole"))
each(rossi(), "rate", "time_worked", men, c("age", "race", "marital_status", "parole"), "last_week")
each(rossi(), "convictions", "prior_convictions", men, c("age", "race", "marital_status", "parole"))
d <- ips_mis()
d$days <- ifelse(d$job_obtained, d$time_worked, 0)
each(d, "days", "days", c("experience", "funding"), c("sex", "age", "education", "worked_past_5_years", "mhi5"))
write_values(estimates, "negative_binomial_estimates")
write_values(fits, "negative_binomial_fits")

# Standardised means, risks, differences and risk ratios: everybody in a model is given each level of the exposure in turn, and what the
# model then expects of them is averaged. Standard errors by the delta method with derivatives by complex steps (numDeriv).
# Of a log-linear model the mean is brought back by Duan's smearing factor (doi 10.1080/01621459.1983.10478017), which is estimated too: its
# variance and its covariance with the intercept are those of residuals that are distributed alike in everybody. Beside it stands least
# squares of the outcome itself on the same persons and terms, with HC3 standard errors (model `plain`), which needs no way back.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "ips_mis_data.R"))
suppressPackageStartupMessages(library(numDeriv))

fit_model <- function(rows, model, outcome, variables, offset = NULL) {
  right <- paste(variables, collapse = " + ")
  if (model %in% c("log_linear", "linear", "plain")) {
    return(lm(as.formula(paste0(if (model == "log_linear") paste0("log(", outcome, ")") else outcome, " ~ ", right)), data = rows))
  }
  if (!is.null(offset)) right <- paste0(right, " + offset(log(", offset, "))")
  family <- if (model == "logistic") binomial else poisson
  fit <- glm(as.formula(paste0(outcome, " ~ ", right)), data = rows, family = family, epsilon = 1e-14, maxit = 100)
  glm(as.formula(paste0(outcome, " ~ ", right)), data = rows, family = family, epsilon = 1e-14, maxit = 100, start = coef(fit))
}

standardised <- function(data, model, outcome, exposure, confounders, offset = NULL, confidence = 0.95) {
  rows <- data[complete.cases(data[c(outcome, exposure, confounders, offset)]), ]
  for (v in c(exposure, confounders)) if (is.factor(rows[[v]])) rows[[v]] <- droplevels(rows[[v]])
  fit <- fit_model(rows, model, outcome, c(exposure, confounders), offset)
  levels <- levels(rows[[exposure]])
  as_if <- lapply(levels, function(level) {
    counterfactual <- rows
    counterfactual[[exposure]] <- factor(level, levels = levels)
    model.matrix(reformulate(c(exposure, confounders)), counterfactual)
  })
  x <- model.matrix(reformulate(c(exposure, confounders)), rows)
  b <- unname(coef(fit))
  covariance <- switch(model, poisson = sandwich::vcovHC(fit, type = "HC1"), plain = sandwich::vcovHC(fit, type = "HC3"), vcov(fit))
  back <- switch(model, logistic = function(eta) 1 / (1 + exp(-eta)), poisson = exp, linear = identity, plain = identity, log_linear = exp)
  expected <- function(beta) {
    means <- sapply(as_if, function(matrix) mean(back(as.vector(matrix %*% beta))))
    if (model == "log_linear") means <- means * mean(exp(log(rows[[outcome]]) - as.vector(x %*% beta)))
    means
  }
  means <- expected(b)
  error_of <- function(combine) {
    gradient <- as.vector(jacobian(function(beta) combine(expected(beta)), b, method = "complex"))
    variance <- sum(gradient * (covariance %*% gradient))
    if (model == "log_linear") { # what the smearing factor adds, at fixed coefficients
      residual <- residuals(fit)
      df <- fit$df.residual
      factor <- mean(exp(residual))
      of_factor <- sum(as.vector(jacobian(combine, means, method = "complex")) * means / factor)
      spread <- sum((exp(residual) - factor)^2) / df
      together <- sum(residual * (exp(residual) - factor)) / df
      variance <- variance + of_factor^2 * spread / nrow(rows) + 2 * of_factor * gradient[1] * together / nrow(rows)
    }
    sqrt(variance)
  }
  cut <- if (model %in% c("logistic", "poisson")) qnorm(0.5 + confidence / 2) else qt(0.5 + confidence / 2, fit$df.residual)
  limits <- function(estimate, error, scale) {
    switch(scale,
      plain = estimate + c(-1, 1) * cut * error,
      log = exp(log(estimate) + c(-1, 1) * cut * error / estimate),
      logit = plogis(qlogis(estimate) + c(-1, 1) * cut * error / (estimate * (1 - estimate)))
    )
  }
  row <- function(measure, level, combine, scale) {
    estimate <- combine(means)
    error <- error_of(combine)
    interval <- limits(estimate, error, scale)
    data.frame(
      measure, level, estimate, std_error = error, conf_low = interval[1], conf_high = interval[2], n = nrow(rows),
      n_level = sum(rows[[exposure]] == level)
    )
  }
  scale <- switch(model, logistic = "logit", linear = , plain = "plain", "log")
  result <- do.call(rbind, lapply(seq_along(levels), function(i) row("mean", levels[i], function(m) m[i], scale)))
  for (i in seq_along(levels)[-1]) {
    result <- rbind(result, row("difference", levels[i], function(m) m[i] - m[1], "plain"))
    if (model == "logistic") result <- rbind(result, row("ratio", levels[i], function(m) m[i] / m[1], "log"))
  }
  result
}

all_of <- function(data, cohort, regressions, exposures) {
  result <- NULL
  for (name in names(regressions)) for (exposure in names(exposures)) for (adjustment in c("crude", "adjusted", "mutual")) {
    r <- regressions[[name]]
    population <- if (is.null(r$population)) data else data[which(data[[r$population]]), ]
    others <- exposures[[exposure]]
    if (adjustment == "mutual") others <- c(others, setdiff(names(exposures), c(exposure, others)))
    if (adjustment == "crude") others <- character(0)
    for (approach in c(r$model, if (r$model == "log_linear") "plain")) {
      found <- standardised(population, approach, r$outcome, exposure, others, r$offset)
      result <- rbind(result, cbind(data.frame(cohort, model = name, exposure, adjustment, approach), found))
    }
  }
  result
}
confounders <- c("sex", "age", "education", "worked_past_5_years", "mhi5")
shipped <- all_of(ips_mis(), "ips_mis", list(
  job_obtained = list(model = "logistic", outcome = "job_obtained"),
  days_worked = list(model = "log_linear", outcome = "time_worked", population = "job_obtained")
), list(experience = confounders, funding = confounders))
confounders <- c("age", "race", "marital_status", "parole", "prior_convictions", "education")
r <- rossi()
r$time_observed <- r$last_week
men <- all_of(r, "rossi", list(
  job_obtained = list(model = "logistic", outcome = "job_obtained"),
  weeks_worked = list(model = "log_linear", outcome = "time_worked", population = "job_obtained"),
  weeks = list(model = "linear", outcome = "time_worked"),
  rate = list(model = "poisson", outcome = "time_worked", offset = "time_observed"),
  count = list(model = "poisson", outcome = "time_worked")
), list(financial_aid = confounders, work_experience = confounders, education = setdiff(confounders, "education")))
write_values(rbind(shipped, men), "standardised")

# Crude and adjusted fits, as tidy rows. Sourced by rossi_models.R, rossi_families.R, small_models.R and ips_mis.R.
tidy_term <- function(coefficients, data, variables) {
  term <- level <- rep(NA_character_, length(coefficients))
  for (i in seq_along(coefficients)) {
    if (coefficients[i] == "(Intercept)") { term[i] <- "intercept"; next }
    for (v in variables) {
      if (coefficients[i] == v) term[i] <- v
      else if (is.factor(data[[v]]) && startsWith(coefficients[i], v) && substring(coefficients[i], nchar(v) + 1) %in% levels(data[[v]])) {
        term[i] <- v
        level[i] <- substring(coefficients[i], nchar(v) + 1)
      }
    }
  }
  data.frame(term, level)
}

# model: logistic (outcome TRUE/FALSE), log_linear, linear or poisson (with the name of an offset, where it has one).
# `data` holds the population; incomplete cases are left out here.
fit_one <- function(data, model, outcome, exposure, confounders, complete_on = confounders, offset = NULL, level = 0.95) {
  rows <- data[complete.cases(data[c(outcome, exposure, complete_on, offset)]), ]
  variables <- c(exposure, confounders)
  for (v in variables) if (is.factor(rows[[v]])) rows[[v]] <- droplevels(rows[[v]])
  right <- paste(variables, collapse = " + ")
  generalised <- model %in% c("logistic", "poisson")
  if (generalised) {
    family <- if (model == "logistic") binomial else poisson
    if (!is.null(offset)) right <- paste0(right, " + offset(log(", offset, "))")
    fit <- glm(as.formula(paste0(outcome, " ~ ", right)), data = rows, family = family, epsilon = 1e-14, maxit = 100)
    # glm takes its standard errors from the weights of the last step but one, which is off by up to 4e-8 here; a second
    # call that starts at the estimate takes them from the estimate itself.
    fit <- glm(as.formula(paste0(outcome, " ~ ", right)), data = rows, family = family, epsilon = 1e-14, maxit = 100, start = coef(fit))
    cut <- qnorm(0.5 + level / 2)
  } else {
    left <- if (model == "log_linear") paste0("log(", outcome, ")") else outcome
    fit <- lm(as.formula(paste0(left, " ~ ", right)), data = rows)
    cut <- qt(0.5 + level / 2, fit$df.residual)
  }
  covariance <- if (model == "poisson") sandwich::vcovHC(fit, type = "HC1") else vcov(fit)
  table <- summary(fit)$coefficients
  if (model == "poisson") {
    table[, 2] <- sqrt(diag(covariance))
    table[, 3] <- table[, 1] / table[, 2]
    table[, 4] <- 2 * pnorm(-abs(table[, 3]))
  }
  estimates <- cbind(
    tidy_term(rownames(table), rows, variables),
    data.frame(
      estimate = table[, 1], std_error = table[, 2], statistic = table[, 3], p_value = table[, 4],
      conf_low = table[, 1] - cut * table[, 2], conf_high = table[, 1] + cut * table[, 2],
      n = nrow(rows), n_events = if (generalised) sum(rows[[outcome]]) else NA
    )
  )
  of_exposure <- which(estimates$term == exposure)
  statistic <- df <- p <- NA
  if (length(of_exposure) > 1) {
    b <- coef(fit)[of_exposure]
    wald <- as.numeric(t(b) %*% solve(covariance[of_exposure, of_exposure]) %*% b)
    df <- length(of_exposure)
    statistic <- if (generalised) wald else wald / df
    p <- if (generalised) pchisq(wald, df, lower.tail = FALSE) else pf(wald / df, df, fit$df.residual, lower.tail = FALSE)
  }
  fits <- data.frame(
    n_population = nrow(data), n = nrow(rows), n_events = estimates$n_events[1], n_excluded = nrow(data) - nrow(rows),
    log_likelihood = as.numeric(logLik(fit)), r_squared = if (generalised) NA else summary(fit)$r.squared,
    global_statistic = statistic, global_df = df, global_p_value = p
  )
  list(estimates = estimates, fits = fits)
}

fit_all <- function(data, regressions, exposures, confounders, adjustments = c("crude", "crude_on_adjusted_rows", "adjusted")) {
  estimates <- fits <- NULL
  for (name in names(regressions)) for (exposure in names(exposures)) for (adjustment in adjustments) {
    r <- regressions[[name]]
    population <- if (is.null(r$population)) data else data[which(data[[r$population]]), ]
    adjusted_for <- exposures[[exposure]]
    result <- fit_one(
      population, r$model, r$outcome, exposure,
      if (adjustment == "adjusted") adjusted_for else character(0),
      if (adjustment == "crude") character(0) else adjusted_for,
      r$offset
    )
    key <- data.frame(model = name, exposure = exposure, adjustment = adjustment)
    estimates <- rbind(estimates, cbind(key, result$estimates))
    fits <- rbind(fits, cbind(key, result$fits))
  }
  list(estimates = estimates, fits = fits)
}

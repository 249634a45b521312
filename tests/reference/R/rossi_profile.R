# Profile likelihood limits of the exposures in the logistic models of rossi_models.R. The limits stand where the deviance,
# with the coefficient held as an offset and the others at their best, has risen by the quantile of chi-squared (uniroot).
# Beside them what confint() says: it interpolates the profile with a spline, so it agrees to some 5 digits only.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "regression.R"))

exact <- function(formula, data, start = NULL, offset = rep(0, nrow(data))) {
  data$held <- offset
  glm(formula, data = data, family = binomial, epsilon = 1e-14, maxit = 100, offset = held, start = start)
}

limits_of <- function(data, exposure, adjustment, confounders, level = 0.95) {
  rows <- data[complete.cases(data[c("job_obtained", exposure, confounders)]), ]
  formula <- as.formula(paste("job_obtained ~", paste(c(exposure, confounders), collapse = " + ")))
  fit <- exact(formula, rows)
  x <- model.matrix(fit)
  said <- suppressMessages(confint(fit, level = level))
  wanted <- grep(paste0("^", exposure), colnames(x), value = TRUE)
  do.call(rbind, lapply(wanted, function(name) {
    rest <- x[, colnames(x) != name, drop = FALSE]
    y <- as.numeric(rows$job_obtained)
    excess <- function(value) {
      held <- glm.fit(rest, y, family = binomial(), offset = value * x[, name], control = list(epsilon = 1e-14, maxit = 100))
      held$deviance - fit$deviance - qchisq(level, 1)
    }
    b <- coef(fit)[[name]]; se <- sqrt(diag(vcov(fit)))[[name]]
    ends <- lapply(c(-1, 1), function(sign) {
      far <- b + sign * se
      while (excess(far) < 0) far <- far + sign * se
      uniroot(excess, sort(c(b, far)), tol = 1e-13)$root
    })
    term <- tidy_term(name, rows, exposure)
    data.frame(
      model = "job_obtained", exposure, adjustment, term = term$term, level = term$level, profile_low = ends[[1]], profile_high = ends[[2]],
      confint_low = said[name, 1], confint_high = said[name, 2]
    )
  }))
}

d <- rossi()
confounders <- c("age", "race", "marital_status", "parole", "prior_convictions")
values <- NULL
for (exposure in c("financial_aid", "work_experience", "education")) {
  adjusted_for <- if (exposure == "education") confounders else c(confounders, "education")
  values <- rbind(values, limits_of(d, exposure, "crude", character(0)), limits_of(d, exposure, "adjusted", adjusted_for))
}
write_values(values, "rossi_profile")

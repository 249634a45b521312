# ---- What the calls below need --------------------------------------------------------------------------------------

exact <- glm.control(epsilon = 1e-14, maxit = 100)    # R's own stop earlier, up to 1e-4 off in a standard error
found <- NULL                                         # rows of results so far
said <- character()                                   # what R has said of the last fit

# The persons of whom all of these variables (the outcome first) are known. Levels of which nobody is left are dropped. A factor of
# which one level is left has nothing to compare: as a number that is 0 for everybody, R gives it no coefficient.
known <- function(people, variables) {
  people <- droplevels(people[complete.cases(people[variables]), ])
  for (v in variables[-1]) if (is.factor(people[[v]]) && nlevels(people[[v]]) < 2) people[[v]] <- 0
  people
}

# A fit; nothing where R has none, and the others go on.
attempt <- function(fit) {
  said <<- character()
  keep <- function(w) {
    said <<- c(said, conditionMessage(w))
    invokeRestart("muffleWarning")
  }
  tryCatch(withCallingHandlers(fit, warning = keep), error = function(e) {
    said <<- c(said, conditionMessage(e))
    NULL
  })
}

add <- function(part, ...) {
  row <- data.frame(
    part, ..., note = if (length(said)) gsub("\\s+", " ", paste(unique(said), collapse = "; ")) else NA, stringsAsFactors = FALSE
  )
  for (name in setdiff(columns, names(row))) row[[name]] <- NA
  found <<- rbind(found, row[columns])
}
columns <- c(
  "part", "model", "exposure", "adjustment", "term", "level", "estimate", "std_error", "conf_low", "conf_high", "statistic", "p_value",
  "n", "n_events", "log_likelihood", "r_squared", "dispersion", "global_statistic", "global_df", "global_p_value", "time", "note"
)

# Robust covariance of a Poisson regression: the sandwich times n / (n - k), known as HC1.
hc1 <- function(fit) {
  x <- model.matrix(fit)[, !is.na(coef(fit)), drop = FALSE]
  bread <- chol2inv(qr.R(qr(x * sqrt(fitted(fit)))))
  filling <- crossprod(x * residuals(fit, "response"))
  nrow(x) / (nrow(x) - ncol(x)) * bread %*% filling %*% bread
}

# Negative binomial regression with variance mean + dispersion * mean^2: the coefficients at each dispersion by glm, and the
# dispersion at which the likelihood is highest. MASS::glm.nb does the same by turns, and stops earlier.
negative_binomial <- function(formula, data) {
  given <- function(dispersion) glm(formula, family = MASS::negative.binomial(1 / dispersion), data = data, control = exact)
  height <- function(log_dispersion) {
    fit <- given(exp(log_dispersion))
    sum(dnbinom(fit$y, size = exp(-log_dispersion), mu = fitted(fit), log = TRUE))
  }
  best <- optimize(height, c(-12, 6), maximum = TRUE, tol = 1e-10)
  fit <- given(exp(best$maximum))
  fit$negative_binomial <- list(dispersion = exp(best$maximum), log_likelihood = best$objective)
  fit
}

# Term and level of each coefficient.
coefficients_of <- function(fit) {
  x <- model.matrix(fit)
  labels <- c("intercept", attr(terms(fit), "term.labels"))
  term <- labels[attr(x, "assign") + 1]
  level <- ifelse(term == "intercept" | colnames(x) == term, NA, substring(colnames(x), nchar(term) + 1))
  data.frame(term = gsub("^`|`$", "", term), level = level, stringsAsFactors = FALSE)
}

# Keep the coefficients of a regression, with Wald intervals and tests: t for least squares, z for the others.
note <- function(fit, model, exposure, adjustment, covariance = NULL) {
  if (is.null(fit)) return(add("regression", model = model, exposure = exposure, adjustment = adjustment))
  b <- coef(fit)
  has <- !is.na(b)
  if (is.null(covariance)) {
    covariance <- if (is.null(fit$negative_binomial)) vcov(fit)[has, has, drop = FALSE] else summary(fit, dispersion = 1)$cov.scaled
  }
  names <- coefficients_of(fit)[has, ]
  b <- b[has]
  se <- sqrt(diag(covariance))
  squares <- class(fit)[1] == "lm"
  df <- if (squares) df.residual(fit) else Inf
  width <- qt(0.5 + confidence / 2, df)
  joint <- which(names$term == exposure)
  wald <- if (length(joint) > 1) drop(b[joint] %*% solve(covariance[joint, joint], b[joint])) else NA
  add("regression",
    model = model, exposure = exposure, adjustment = adjustment, term = names$term, level = names$level,
    estimate = b, std_error = se, conf_low = b - width * se, conf_high = b + width * se,
    statistic = b / se, p_value = 2 * pt(-abs(b / se), df),
    n = if (is.null(fit[["n"]])) nobs(fit) else fit[["n"]],
    n_events = if (inherits(fit, "coxph")) fit[["nevent"]] else if (squares) NA else sum(fit$y),
    log_likelihood = if (is.null(fit$negative_binomial)) as.numeric(logLik(fit)) else fit$negative_binomial$log_likelihood,
    r_squared = if (squares) summary(fit)$r.squared else NA,
    dispersion = if (is.null(fit$negative_binomial)) NA else fit$negative_binomial$dispersion,
    global_statistic = if (squares) wald / length(joint) else wald,
    global_df = if (length(joint) > 1) length(joint) else NA,
    global_p_value = if (squares) pf(wald / length(joint), length(joint), df, lower.tail = FALSE) else pchisq(wald, length(joint), lower.tail = FALSE)
  )
}

# Keep a Kaplan-Meier curve's median, and the share without a job at some times.
note_curve <- function(fit, exposure, level, times) {
  if (is.null(fit)) return(add("kaplan_meier", exposure = exposure, level = level))
  keep <- function(...) add("kaplan_meier", exposure = exposure, level = level, n = fit$n, n_events = sum(fit$n.event), ...)
  middle <- lapply(quantile(fit, 0.5), unname)
  keep(term = "median", estimate = middle$quantile, conf_low = middle$lower, conf_high = middle$upper)
  share <- summary(fit, times = times, extend = TRUE)
  keep(term = "survival", time = times, estimate = share$surv, conf_low = share$lower, conf_high = share$upper)
}

# Keep a log-rank test: its chi-squared, degrees of freedom and p.
note_test <- function(test, exposure) {
  if (is.null(test)) return(add("log_rank", exposure = exposure))
  df <- sum(test$exp > 0) - 1
  add("log_rank",
    exposure = exposure, statistic = test$chisq, global_df = df, p_value = pchisq(test$chisq, df, lower.tail = FALSE),
    n = sum(test$n), n_events = sum(test$obs)
  )
}

# ---- What the calls below need --------------------------------------------------------------------------------------

# R's own control stops earlier. A smaller epsilon would keep glm from leaving out a term that other terms determine.
exact <- glm.control(epsilon = 1e-10, maxit = 100)
found <- NULL         # rows of results so far
said <- character()   # what R has said of the last fit

# The persons of whom all of these variables (the outcome first) are known. Levels of which nobody is left are dropped. A factor of
# which one level is left has nothing to compare: as a number that is 0 for everybody, R gives it no coefficient.
known <- function(people, variables) {
  people <- droplevels(people[complete.cases(people[variables]), ])
  for (v in variables[-1]) if (is.factor(people[[v]]) && nlevels(people[[v]]) < 2) people[[v]] <- rep(0, nrow(people))
  people
}

# Another reference than the usual one, where somebody is at it.
against <- function(people, variable, reference) {
  if (reference %in% levels(people[[variable]])) people[[variable]] <- relevel(people[[variable]], reference)
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

# Covariance of the coefficients. For a glm, vcov takes the weights from before its last step; here they are those of the estimates.
covariance_of <- function(fit) {
  has <- !is.na(coef(fit))
  if (!inherits(fit, "glm")) return(vcov(fit)[has, has, drop = FALSE])
  weight <- fit$family$mu.eta(fit$linear.predictors)^2 / fit$family$variance(fitted(fit))
  chol2inv(qr.R(qr(model.matrix(fit)[, has, drop = FALSE] * sqrt(weight))))
}

# Robust covariance of a Poisson regression: the sandwich times n / (n - k), known as HC1.
hc1 <- function(fit) {
  x <- model.matrix(fit)[, !is.na(coef(fit)), drop = FALSE]
  bread <- covariance_of(fit)
  filling <- crossprod(x * residuals(fit, "response"))
  nrow(x) / (nrow(x) - ncol(x)) * bread %*% filling %*% bread
}

# Negative binomial regression with variance mean + mean^2 / size: the coefficients at each size by glm, and the size at which the
# likelihood is highest, where its slope is 0. MASS::glm.nb finds the same by turns, and stops earlier. Steps of glm are short with
# this family, so that it is run again from where it stopped.
negative_binomial <- function(formula, data) {
  given <- function(size) {
    b <- NULL
    for (run in 1:100) {
      fit <- glm(formula, family = MASS::negative.binomial(size), data = data, control = exact, start = b)
      if (run > 1 && max(abs(coef(fit) - b), na.rm = TRUE) < 1e-11) break
      b <- ifelse(is.na(coef(fit)), 0, coef(fit))
    }
    fit
  }
  slope <- function(log_size) {
    size <- exp(log_size)
    fit <- given(size)
    sum(digamma(fit$y + size) - digamma(size) + log(size / (size + fitted(fit))) + 1 - (fit$y + size) / (size + fitted(fit)))
  }
  size <- exp(uniroot(slope, c(-5, 10), extendInt = "yes", tol = 1e-12)$root)
  fit <- given(size)
  fit$negative_binomial <- list(dispersion = 1 / size, log_likelihood = sum(dnbinom(fit$y, size = size, mu = fitted(fit), log = TRUE)))
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
note <- function(fit, model, exposure, adjustment, covariance = covariance_of(fit)) {
  if (is.null(fit)) return(add("regression", model = model, exposure = exposure, adjustment = adjustment))
  b <- coef(fit)
  has <- !is.na(b)
  names <- coefficients_of(fit)[has, ]
  b <- b[has]
  se <- suppressWarnings(sqrt(diag(covariance))) # no number where a coefficient has run away
  squares <- class(fit)[1] == "lm"
  df <- if (squares) df.residual(fit) else Inf
  width <- qt(0.5 + confidence / 2, df)
  joint <- which(names$term == exposure)
  wald <- NA # where a coefficient has run away, its covariance has no inverse
  if (length(joint) > 1) wald <- tryCatch(drop(b[joint] %*% solve(covariance[joint, joint], b[joint])), error = function(e) NA)
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

# Keep a Kaplan-Meier curve's median and quartiles, and the share without a job at some times.
note_curve <- function(fit, exposure, level, times) {
  if (is.null(fit)) return(add("kaplan_meier", exposure = exposure, level = level))
  keep <- function(...) add("kaplan_meier", exposure = exposure, level = level, n = fit$n, n_events = sum(fit$n.event), ...)
  by <- lapply(quantile(fit, c(0.25, 0.5, 0.75)), unname)
  keep(term = c("first_quartile", "median", "third_quartile"), estimate = by$quantile, conf_low = by$lower, conf_high = by$upper)
  share <- summary(fit, times = times, extend = TRUE)
  keep(term = "survival", time = times, estimate = share$surv, conf_low = share$lower, conf_high = share$upper)
}

# The persons of the levels that a log-rank test compares: those with five events expected there if levels did not differ (their persons times the
# share of all with one), looked at anew once some are left out; everybody where fewer than two levels have so many.
compared <- function(people, variable) {
  event <- people$first_job_event == "yes"
  if (!is.factor(people[[variable]]) || !any(event)) return(people)
  tested <- names(which(tapply(people$follow_time >= min(people$follow_time[event]), people[[variable]], any)))
  kept <- people[people[[variable]] %in% tested, ]
  repeat {
    expected <- table(droplevels(kept[[variable]])) * mean(kept$first_job_event == "yes")
    enough <- names(which(expected >= 5))
    if (length(enough) < 2) return(people)
    if (length(enough) == length(expected)) break
    kept <- kept[kept[[variable]] %in% enough, ]
  }
  if (length(enough) == length(tested)) return(people)
  droplevels(kept)
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

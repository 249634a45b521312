# Checks of one fitted regression, as tidy rows. Sourced by rossi_checks.R, ips_mis_checks.R and made_checks.R.
# C-statistic: pROC (DeLong). VIF: car, and by hand from determinants. HC3: sandwich with lmtest's coeftest. Breusch-Pagan: lmtest,
# and by hand. Influence: the model fitted again without each person in turn.
suppressPackageStartupMessages({library(pROC); library(car); library(lmtest); library(sandwich)})

check <- function(check, value, conf_low = NA, conf_high = NA, p_value = NA, term = NA, level = NA)
  data.frame(check, term, level, value, conf_low, conf_high, p_value)

# Exactly fitted: a second call that starts at the estimate takes its errors from the estimate itself.
exact_glm <- function(x, y, family, offset = NULL) {
  control <- glm.control(epsilon = 1e-14, maxit = 100)
  fit <- suppressWarnings(glm.fit(x, y, family = family, offset = offset, control = control))
  suppressWarnings(glm.fit(x, y, family = family, offset = offset, control = control, start = coef(fit)))
}

# Estimates and limits of all columns; `usual`: logistic, linear (also of logarithms) or poisson.
limits_of <- function(x, y, usual, offset = NULL, level = 0.95) {
  n <- nrow(x); k <- ncol(x)
  if (usual == "linear") {
    inverse <- solve(crossprod(x)); b <- as.vector(inverse %*% crossprod(x, y)); e <- y - as.vector(x %*% b)
    se <- sqrt(sum(e^2) / (n - k) * diag(inverse)); cut <- qt(0.5 + level / 2, n - k)
    p <- 2 * pt(-abs(b / se), n - k)
  } else {
    family <- if (usual == "logistic") binomial() else poisson()
    fit <- exact_glm(x, y, family, offset); b <- unname(coef(fit)); mu <- fit$fitted.values
    w <- if (usual == "logistic") mu * (1 - mu) else mu
    covariance <- solve(crossprod(x, x * w))
    if (usual == "poisson") covariance <- covariance %*% crossprod(x, x * (y - mu)^2) %*% covariance * n / (n - k)
    se <- sqrt(diag(covariance)); cut <- qnorm(0.5 + level / 2); p <- 2 * pnorm(-abs(b / se))
  }
  data.frame(b, low = b - cut * se, high = b + cut * se, p)
}

side <- function(limits) sign(limits$low) * (sign(limits$low) == sign(limits$high))

# The estimate without the person who moves it most, and without how many the interval would change sides of no difference.
influence_rows <- function(x, y, usual, columns, scale, names, offset = NULL) {
  whole <- limits_of(x, y, usual, offset)
  without <- lapply(seq_len(nrow(x)), function(i) limits_of(x[-i, , drop = FALSE], y[-i], usual, if (is.null(offset)) NULL else offset[-i]))
  rows <- NULL
  for (j in seq_along(columns)) {
    c <- columns[j]
    each <- do.call(rbind, lapply(without, function(r) r[c, ]))
    most <- each[which.max(abs(each$b - whole$b[c])), ]
    rows <- rbind(rows,
      check("influence", scale(most$b), scale(most$low), scale(most$high), most$p, names$term[j], names$level[j]),
      check("influence_sides", sum(side(each) != side(whole[c, ])), term = names$term[j], level = names$level[j]))
  }
  rows
}

vif_rows <- function(fit, variables) {
  if (length(variables) < 2) return(NULL)
  given <- car::vif(fit)
  if (is.matrix(given)) given <- given[, 3]^2   # GVIF^(1/(2 df)), squared: on the scale of a VIF
  # Fox & Monette by hand: determinants of the correlations of the coefficients
  v <- vcov(fit)[-1, -1, drop = FALSE]; r <- cov2cor(v); assigned <- attr(model.matrix(fit), "assign")[-1]
  for (i in seq_along(variables)) {
    of <- which(assigned == i)
    gvif <- det(r[of, of, drop = FALSE]) * det(r[-of, -of, drop = FALSE]) / det(r)
    stopifnot(abs(gvif^(1 / length(of)) - given[[i]]) < 1e-9 * given[[i]])
  }
  do.call(rbind, lapply(seq_along(variables), function(i) check("vif", given[[i]], term = variables[i])))
}

# Groups of the calibration figure: by rank of the fitted probability, ties together, 15 persons or more in a group, 10 groups at most.
calibration_rows <- function(p, y) {
  n <- length(p); groups <- max(2, min(10, n %/% 15))
  group <- floor((rank(signif(p, 10)) - 0.5) * groups / n)
  do.call(rbind, lapply(sort(unique(group)), function(g) {
    here <- group == g
    data.frame(x = mean(p[here]), y = mean(y[here]), n = sum(here), n_events = sum(y[here]))
  }))
}

# Everything of one model. `right`: exposure first, then confounders.
checks_of <- function(rows, model, outcome, exposure, confounders, offset = NULL, influence = TRUE) {
  variables <- c(exposure, confounders)
  for (v in variables) if (is.factor(rows[[v]])) rows[[v]] <- droplevels(rows[[v]])
  right <- paste(variables, collapse = " + ")
  if (!is.null(offset)) right <- paste0(right, " + offset(log(", offset, "))")
  left <- if (model == "log_linear") paste0("log(", outcome, ")") else outcome
  usual <- if (model %in% c("linear", "log_linear")) "linear" else model
  if (usual == "linear") fit <- lm(as.formula(paste(left, "~", right)), data = rows)
  else {
    family <- if (usual == "logistic") binomial else poisson
    fit <- glm(as.formula(paste(left, "~", right)), data = rows, family = family, epsilon = 1e-14, maxit = 100)
    fit <- glm(as.formula(paste(left, "~", right)), data = rows, family = family, epsilon = 1e-14, maxit = 100, start = coef(fit))
  }
  x <- model.matrix(fit); y <- as.numeric(model.response(model.frame(fit))); n <- nrow(x)
  of <- which(attr(x, "assign") == 1)
  names <- data.frame(term = exposure, level = if (is.factor(rows[[exposure]])) levels(rows[[exposure]])[-1] else NA)
  scale <- if (model == "linear") identity else exp
  found <- vif_rows(fit, variables)
  if (influence) found <- rbind(found, influence_rows(x, y, usual, of, scale, names, if (is.null(offset)) NULL else log(rows[[offset]])))
  if (usual == "logistic") {
    p <- fitted(fit)
    roc <- pROC::roc(y, signif(p, 10), levels = c(0, 1), direction = "<", quiet = TRUE)
    ci <- as.numeric(pROC::ci.auc(roc, method = "delong"))
    of_mean <- mean((y - mean(y))^2); score <- mean((y - p)^2)
    found <- rbind(found, check("c_statistic", ci[2], ci[1], ci[3]), check("brier", score), check("brier_of_mean", of_mean),
      check("scaled_brier", 1 - score / of_mean))
  }
  if (usual == "linear") {
    e <- residuals(fit)
    bp <- lmtest::bptest(fit)
    hand <- n * summary(lm(e^2 ~ x[, -1]))$r.squared
    stopifnot(abs(hand - bp$statistic) < 1e-8 * hand)
    hc3 <- sandwich::vcovHC(fit, type = "HC3")
    tests <- lmtest::coeftest(fit, vcov. = hc3, df = fit$df.residual)
    width <- qt(0.975, fit$df.residual)
    cook <- cooks.distance(fit)
    w <- shapiro.test(e)
    found <- rbind(found, check("breusch_pagan", as.numeric(bp$statistic), p_value = as.numeric(bp$p.value)),
      do.call(rbind, lapply(seq_along(of), function(j) {
        t <- tests[of[j], ]
        check("hc3", scale(t[1]), scale(t[1] - width * t[2]), scale(t[1] + width * t[2]), t[4], names$term[j], names$level[j])
      })),
      check("cooks_distance", max(cook)), check("cooks_above", sum(cook > 4 / n)),
      check("shapiro_wilk", as.numeric(w$statistic), p_value = w$p.value))
    if (model == "log_linear") found <- rbind(found, check("smearing", mean(exp(e))))
  }
  if (usual == "poisson") found <- rbind(found, check("dispersion", sum(residuals(fit, type = "pearson")^2) / fit$df.residual))
  list(checks = found, calibration = if (usual == "logistic") calibration_rows(fitted(fit), y))
}

# Regressions by name -> tables of checks and of calibration. `influence`: regressions that are fitted without each person in turn.
all_checks <- function(data, regressions, exposures, adjustments, influence = names(regressions)) {
  checks <- calibration <- NULL
  for (name in names(regressions)) for (exposure in names(exposures)) for (adjustment in adjustments) {
    r <- regressions[[name]]; confounders <- exposures[[exposure]]
    rows <- if (is.null(r$population)) data else data[which(data[[r$population]]), ]
    on <- if (adjustment == "crude") NULL else confounders
    rows <- rows[complete.cases(rows[c(r$outcome, exposure, on, r$offset)]), ]
    found <- checks_of(rows, r$model, r$outcome, exposure, if (adjustment == "adjusted") confounders else NULL, r$offset, name %in% influence)
    key <- data.frame(model = name, exposure, adjustment)
    checks <- rbind(checks, cbind(key, found$checks))
    if (!is.null(found$calibration)) calibration <- rbind(calibration, cbind(key, found$calibration))
  }
  list(checks = checks, calibration = calibration)
}

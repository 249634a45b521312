# Shared by the scripts of repeated measures: marginal logistic models by geepack, with the small-sample correction of Mancl and DeRouen (2001) and
# degrees of freedom worked out here matrix by matrix, and logistic models with a random intercept by lme4. Data: a row per person and period, ordered, with id (a number: geepack takes no text), period, y.
suppressPackageStartupMessages({
  library(geepack)
  library(lme4)
})

tight <- geese.control(epsilon = 1e-13, maxit = 500)

correlations <- function(period, corstr, alpha) {
  apart <- abs(outer(period, period, "-"))
  switch(corstr, independence = diag(length(period)), exchangeable = ifelse(apart == 0, 1, alpha), ar1 = alpha^apart)
}

# What each person brings to the equations at given coefficients, matrix by matrix.
pieces <- function(x, d, b, corstr, alpha, phi) {
  mu <- plogis(as.vector(x %*% b))
  lapply(split(seq_len(nrow(d)), factor(d$id, unique(d$id))), function(rows) {
    a <- mu[rows] * (1 - mu[rows])
    v <- phi * sqrt(outer(a, a)) * correlations(d$period[rows], corstr, alpha)
    list(d = a * x[rows, , drop = FALSE], inverse = solve(v), r = d$y[rows] - mu[rows])
  })
}

# The same equations by half steps, where geepack's whole steps run away (exchangeable only).
half_steps <- function(x, d) {
  b <- coef(glm.fit(x, d$y, family = binomial()))
  for (step in 1:300) {
    mu <- plogis(as.vector(x %*% b))
    z <- (d$y - mu) / sqrt(mu * (1 - mu))
    phi <- mean(z^2)
    by_person <- split(z, d$id)
    alpha <- sum(sapply(by_person, function(e) (sum(e)^2 - sum(e^2)) / 2)) / sum(sapply(by_person, function(e) choose(length(e), 2))) / phi
    parts <- pieces(x, d, b, "exchangeable", alpha, phi)
    move <- solve(Reduce(`+`, lapply(parts, function(p) t(p$d) %*% p$inverse %*% p$d)), Reduce(`+`, lapply(parts, function(p) t(p$d) %*% p$inverse %*% p$r)))
    b <- b + 0.5 * as.vector(move)
    if (max(abs(move)) < 1e-12) break
  }
  stopifnot(max(abs(move)) < 1e-10)
  list(coefficients = b, alpha = alpha, phi = phi)
}

solved <- function(formula, d, corstr) {
  fit <- geeglm(formula, data = d, id = id, waves = period, family = binomial, corstr = corstr, control = tight)
  x <- model.matrix(fit)
  phi <- summary(fit)$dispersion[1, 1]
  found <- list(coefficients = coef(fit), alpha = if (corstr == "independence") 0 else fit$geese$alpha, phi = phi, vbeta = fit$geese$vbeta)
  if (phi > 2 && corstr == "exchangeable") found <- half_steps(x, d)
  parts <- pieces(x, d, found$coefficients, corstr, found$alpha, found$phi)
  bread <- solve(Reduce(`+`, lapply(parts, function(p) t(p$d) %*% p$inverse %*% p$d)))
  meat <- function(fixed) {
    Reduce(`+`, lapply(parts, function(p) {
      r <- if (fixed) solve(diag(length(p$r)) - p$d %*% bread %*% t(p$d) %*% p$inverse, p$r) else p$r
      tcrossprod(t(p$d) %*% p$inverse %*% r)
    }))
  }
  found$small <- bread %*% meat(TRUE) %*% bread
  found$parts <- parts
  found$robust <- bread %*% meat(FALSE) %*% bread
  if (!is.null(found$vbeta)) stopifnot(max(abs(found$robust / found$vbeta - 1)) < 1e-5)
  names(found$coefficients) <- colnames(x)
  found
}

# What each person adds to each contrast under the working model: a matrix per contrast, persons by rows of all.
added_by_persons <- function(parts, contrasts) {
  sizes <- sapply(parts, function(p) length(p$r))
  whole <- do.call(rbind, lapply(parts, function(p) chol(p$inverse) %*% p$d))
  bread <- solve(crossprod(whole))
  turned <- bread %*% t(whole)
  person <- rep(seq_along(sizes), sizes)
  added <- lapply(seq_len(nrow(contrasts)), function(s) matrix(0, length(sizes), nrow(whole)))
  for (i in seq_along(sizes)) {
    rows <- which(person == i)
    left <- -whole[rows, , drop = FALSE] %*% turned
    left[cbind(seq_along(rows), rows)] <- left[cbind(seq_along(rows), rows)] + 1
    g <- t(solve(left[, rows, drop = FALSE], whole[rows, , drop = FALSE] %*% bread %*% t(contrasts))) %*% left
    for (s in seq_along(added)) added[[s]][i, ] <- g[s, ]
  }
  added
}

# Degrees of freedom of contrasts of the corrected covariance under the working model, with all matrices as large as they are: Satterthwaite for one
# (Bell and McCaffrey 2002), those of the approximate Hotelling test for several (Pustejovsky and Tipton 2018).
degrees <- function(contrasts, added) {
  q <- nrow(contrasts)
  expected <- matrix(sapply(seq_len(q^2), function(k) sum(added[[(k - 1) %% q + 1]] * added[[(k - 1) %/% q + 1]])), q)
  e <- eigen(expected, symmetric = TRUE)
  root <- e$vectors %*% diag(1 / sqrt(e$values), q) %*% t(e$vectors)
  turned <- lapply(seq_len(q), function(s) Reduce(`+`, lapply(seq_len(q), function(t) root[s, t] * added[[t]])))
  total <- 0
  for (s in seq_len(q)) for (t in seq_len(q)) {
    ss <- tcrossprod(turned[[s]]); tt <- tcrossprod(turned[[t]]); st <- tcrossprod(turned[[s]], turned[[t]])
    total <- total + sum(ss * tt) + sum(st * t(st))
  }
  q * (q + 1) / total
}

# Coefficients of exposure, periods and their product, with both covariances; the joint test of the products.
gee_rows <- function(d, exposure, time, confounders, corstr, names) {
  main <- paste(c(exposure, time, confounders), collapse = " + ")
  product <- paste(paste0(exposure, ":", time), collapse = " + ")
  rows <- test <- NULL
  for (with in c(FALSE, TRUE)) {
    formula <- as.formula(paste("y ~", main, if (with) paste("+", product) else ""))
    fit <- both <- solved(formula, d, corstr)
    label <- names(coef(fit))
    unit <- diag(length(label))
    if (!with) {
      take <- c(grep(paste0("^", exposure), label), match(c("month", "I(month^2)", "log(month)"), label, nomatch = 0))
      se <- sqrt(diag(both$small))[take]
      one <- unit[take[take > 0], , drop = FALSE]
      added <- added_by_persons(both$parts, one)
      df <- sapply(seq_len(nrow(one)), function(k) degrees(one[k, , drop = FALSE], added[k]))
      t <- coef(fit)[take] / se
      robust <- sqrt(diag(both$robust))[take]
      width <- qt(0.975, df)
      rows <- data.frame(
        names, approach = paste0("gee_", corstr),
        term = ifelse(startsWith(label[take], exposure), exposure, label[take]),
        level = ifelse(startsWith(label[take], exposure), substring(label[take], nchar(exposure) + 1), ""),
        estimate = coef(fit)[take], std_error = se, statistic = t, df = df, p_value = 2 * pt(-abs(t), df),
        conf_low = coef(fit)[take] - width * se, conf_high = coef(fit)[take] + width * se,
        robust_std_error = robust, robust_p_value = 2 * pnorm(-abs(coef(fit)[take] / robust))
      )
      test <- data.frame(
        names, approach = paste0("gee_", corstr), n = length(unique(d$id)), n_rows = nrow(d), n_events = sum(d$y),
        correlation = if (corstr == "independence") NA else fit$alpha, scale = fit$phi,
        sd_person = NA, icc = NA, log_likelihood = NA
      )
    } else {
      k <- grep(":", label)
      b <- coef(fit)[k]
      eta <- degrees(unit[k, , drop = FALSE], added_by_persons(both$parts, unit[k, , drop = FALSE]))
      df <- eta - length(k) + 1
      f <- as.vector(t(b) %*% solve(both$small[k, k], b)) / length(k) * df / eta
      test$interaction_statistic <- f
      test$interaction_df <- length(k)
      test$interaction_df2 <- df
      test$interaction_ratio <- test$interaction_low <- test$interaction_high <- NA
      if (length(k) == 1) {
        se <- sqrt(both$small[k, k])
        test$interaction_ratio <- exp(b)
        test$interaction_low <- exp(b - qt(0.975, df) * se)
        test$interaction_high <- exp(b + qt(0.975, df) * se)
      }
      test$interaction_p_value <- pf(f, length(k), df, lower.tail = FALSE)
    }
  }
  list(rows = rows, test = test)
}

# The likelihood of a logistic model with a random intercept, by Gauss-Legendre quadrature of 8 points on each of 90 pieces of -9 to 9 standard
# deviations: nothing is left of its error, where lme4's adaptive quadrature of 25 points (100 is its most) still has one.
legendre <- function() {
  k <- 1:7
  e <- eigen(rbind(cbind(0, diag(k / sqrt(4 * k^2 - 1))), 0) + t(rbind(cbind(0, diag(k / sqrt(4 * k^2 - 1))), 0)), symmetric = TRUE)
  ends <- seq(-9, 9, length.out = 91)
  width <- diff(ends) / 2
  list(u = as.vector(outer(e$values, width) + rep(ends[-91] + width, each = 8)), w = as.vector(outer(2 * e$vectors[1, ]^2, width)))
}
nodes <- legendre()

integrated <- function(x, y, id) {
  function(at) { # coefficients, then the standard deviation: log-likelihood and gradient
    k <- ncol(x)
    value <- 0
    gradient <- numeric(k + 1)
    for (rows in split(seq_along(y), id)) {
      linear <- outer(as.vector(x[rows, , drop = FALSE] %*% at[1:k]), at[k + 1] * nodes$u, "+")
      own <- colSums(y[rows] * linear - (pmax(linear, 0) + log1p(exp(-abs(linear))))) + dnorm(nodes$u, log = TRUE)
      terms <- nodes$w * exp(own - max(own))
      value <- value + max(own) + log(sum(terms))
      left <- y[rows] - plogis(linear)
      p <- terms / sum(terms)
      gradient <- gradient + c(t(x[rows, , drop = FALSE]) %*% (left %*% p), sum(p * nodes$u * colSums(left)))
    }
    list(value = value, gradient = gradient)
  }
}

# Maximum likelihood by Newton's steps from glmer's estimates; standard errors from the differences of the gradient.
mixed_rows <- function(d, exposure, time, confounders, names) {
  formula <- as.formula(paste("y ~", paste(c(exposure, time, confounders), collapse = " + "), "+ (1 | id)"))
  control <- glmerControl(calc.derivs = FALSE, check.conv.singular = "ignore")
  fit <- suppressWarnings(suppressMessages(glmer(formula, data = d, family = binomial, nAGQ = 25, control = control)))
  x <- getME(fit, "X")
  of <- integrated(x, d$y, d$id)
  gradient <- function(at) of(at)$gradient
  at <- c(fixef(fit), getME(fit, "theta"))
  size <- c(sqrt(colMeans(x^2)), 1) # coefficients of standardised columns, so that all are of one size
  scaled <- function(b) gradient(b / size) / size
  b <- at * size
  curvature <- function(b) {
    h <- 1e-4
    columns <- sapply(seq_along(b), function(j) {
      move <- replace(numeric(length(b)), j, h)
      (8 * (scaled(b + move) - scaled(b - move)) - (scaled(b + 2 * move) - scaled(b - 2 * move))) / (12 * h)
    })
    (columns + t(columns)) / 2
  }
  for (step in 1:20) {
    h <- curvature(b)
    move <- -solve(h, scaled(b))
    b <- b + move
    if (max(abs(move)) < 1e-10) break
  }
  stopifnot(max(abs(move)) < 1e-8)
  at <- b / size
  covariance <- -solve(curvature(b)) / outer(size, size)
  label <- c(names(fixef(fit)), "sd")
  take <- c(grep(paste0("^", exposure), label), match(c("month", "I(month^2)", "log(month)"), label, nomatch = 0))
  se <- sqrt(diag(covariance))[take]
  z <- at[take] / se
  rows <- data.frame(
    names, approach = "mixed",
    term = ifelse(startsWith(label[take], exposure), exposure, label[take]),
    level = ifelse(startsWith(label[take], exposure), substring(label[take], nchar(exposure) + 1), ""),
    estimate = at[take], std_error = se, statistic = z, df = NA, p_value = 2 * pnorm(-abs(z)),
    conf_low = at[take] - qnorm(0.975) * se, conf_high = at[take] + qnorm(0.975) * se, robust_std_error = NA, robust_p_value = NA
  )
  sd <- abs(at[length(at)])
  test <- data.frame(
    names, approach = "mixed", n = length(unique(d$id)), n_rows = nrow(d), n_events = sum(d$y), correlation = NA, scale = NA,
    sd_person = sd, icc = sd^2 / (sd^2 + pi^2 / 3), log_likelihood = of(at)$value,
    interaction_statistic = NA, interaction_df = NA, interaction_df2 = NA,
    interaction_ratio = NA, interaction_low = NA, interaction_high = NA, interaction_p_value = NA
  )
  # What lme4 itself gives, for the distance between the two
  lme4 <- data.frame(names, term = label, estimate = at, lme4 = signif(c(fixef(fit), getME(fit, "theta")), 5))
  list(rows = rows, test = test, lme4 = lme4)
}

stack_rows <- function(found) {
  list(rows = do.call(rbind, lapply(found, `[[`, "rows")), tests = do.call(rbind, lapply(found, `[[`, "test")), lme4 = do.call(rbind, lapply(found, `[[`, "lme4")))
}

# Firth's penalised logistic regression where maximum likelihood has no finite estimate. brglm2's AS_mean is Firth's
# estimate for a logistic model; limits and tests come from a numeric profile of the penalised likelihood, written here.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
suppressPackageStartupMessages(library(brglm2))

penalised <- function(beta, x, y) {
  eta <- as.vector(x %*% beta)
  w <- plogis(eta) * plogis(-eta)
  sum(y * plogis(eta, log.p = TRUE) + (1 - y) * plogis(-eta, log.p = TRUE)) + 0.5 * as.numeric(determinant(crossprod(x, x * w))$modulus)
}

# The largest penalised likelihood with coefficient j held at a value: scoring steps on Firth's modified score, halved
# until they climb.
profile_at <- function(value, j, x, y, start) {
  beta <- start
  beta[j] <- value
  for (iteration in 1:500) {
    p <- plogis(as.vector(x %*% beta))
    w <- p * (1 - p)
    information <- crossprod(x, x * w)
    h <- rowSums((x %*% solve(information)) * x) * w
    score <- as.vector(crossprod(x, y - p + h * (0.5 - p)))
    step <- numeric(length(beta))
    step[-j] <- solve(information[-j, -j, drop = FALSE], score[-j])
    step <- step * min(1, 5 / max(abs(step), 1e-300))
    here <- penalised(beta, x, y)
    if (max(abs(step)) < 1e-12) break
    while (max(abs(step)) > 1e-13 && !isTRUE(penalised(beta + step, x, y) >= here - 1e-13)) step <- step / 2
    beta <- beta + step
  }
  stopifnot(max(abs(score[-j])) < 1e-8)
  penalised(beta, x, y)
}

firth_rows <- function(name, formula, data, level = 0.95) {
  fit <- glm(formula, data = data, family = binomial, method = "brglmFit", type = "AS_mean", epsilon = 1e-14, maxit = 10000)
  x <- model.matrix(fit); y <- as.numeric(fit$y); top <- penalised(coef(fit), x, y)
  rows <- lapply(seq_along(coef(fit)), function(j) {
    excess <- function(value) 2 * (top - profile_at(value, j, x, y, coef(fit))) - qchisq(level, 1)
    b <- coef(fit)[[j]]; se <- sqrt(diag(vcov(fit)))[[j]]
    low <- b - se; while (excess(low) < 0) low <- low - se
    high <- b + se; while (excess(high) < 0) high <- high + se
    chi2 <- 2 * (top - profile_at(0, j, x, y, coef(fit)))
    data.frame(
      case = name, term = names(coef(fit))[j], estimate = b, std_error = se, conf_low = uniroot(excess, c(low, b), tol = 1e-12)$root,
      conf_high = uniroot(excess, c(b, high), tol = 1e-12)$root, statistic = chi2, p_value = pchisq(chi2, 1, lower.tail = FALSE)
    )
  })
  do.call(rbind, rows)
}

# 1. A group in which everybody has the outcome.
zero_cell <- data.frame(y = c(rep(c(0, 1), c(9, 6)), rep(1, 5)), group = rep(c("a", "b"), c(15, 5)))
# 2. The same with a number to adjust for.
adjusted <- cbind(zero_cell, age = c(23, 31, 45, 52, 38, 29, 41, 60, 35, 27, 33, 48, 55, 22, 39, 30, 44, 51, 26, 37))
# 3. Complete separation by a number.
complete <- data.frame(y = c(0, 0, 0, 0, 1, 1, 1, 1), dose = c(1, 2, 3, 4, 6, 7, 8, 10))
# 4. Few events, not separated: Firth's estimate beside that of maximum likelihood.
few <- data.frame(y = c(0, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0), group = rep(c("a", "b"), c(12, 8)), age = adjusted$age)
values <- rbind(
  firth_rows("zero_cell", y ~ group, zero_cell),
  firth_rows("adjusted", y ~ group + age, adjusted),
  firth_rows("complete", y ~ dose, complete),
  firth_rows("few", y ~ group + age, few)
)
write_values(values, "firth")

# What each method of imputation draws from: coefficients and covariance of the model of one variable given the others, in people of whom it is
# known, with mice's augmentation for levels (White, Daniel & Royston 2010). And the Nelson-Aalen estimate that stands for a time.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
suppressPackageStartupMessages(library(mice))

set.seed(20)
n <- 80
d <- data.frame(age = round(rnorm(n, 40, 10), 1), sex = rbinom(n, 1, 0.4), job = rbinom(n, 1, 0.5))
linear <- 0.05 * (d$age - 40) + 0.7 * d$sex - 0.5 * d$job
d$two <- rbinom(n, 1, plogis(linear))
d$apart <- as.integer(d$sex == 1 & d$age > 38)  # nobody of sex 0 has it
d$ordered <- cut(linear + rlogis(n), c(-Inf, -0.7, 0.8, Inf), labels = FALSE) - 1
d$several <- cut(-linear + rlogis(n), c(-Inf, -0.3, 0.9, Inf), labels = FALSE) - 1
d$number <- round(10 + 2 * linear + rnorm(n), 2)
d$time <- sample(1:30, n, replace = TRUE)
d$event <- rbinom(n, 1, 0.6)
for (name in c("two", "apart", "ordered", "several", "number")) d[sample(n, 12), name] <- NA
write_values(d, "imputation_parts_data")

# Analytic second derivatives; several restarts bring optimisers that stop early to the maximum.
rows <- function(method, beta, covariance) {
  k <- length(beta)
  rbind(
    data.frame(method, what = "coefficient", i = seq_len(k), j = 0, value = as.vector(beta)),
    data.frame(method, what = "covariance", i = rep(seq_len(k), k), j = rep(seq_len(k), each = k), value = as.vector(covariance))
  )
}
x <- as.matrix(d[c("age", "sex", "job")])
augmented <- function(name, factor = FALSE) {
  y <- if (factor) as.factor(d[[name]]) else d[[name]]
  a <- mice:::augment(y, !is.na(d[[name]]), x, is.na(d[[name]]))
  data.frame(y = a$y, as.matrix(a$x), w = a$w)[a$ry, ]
}
logistic <- function(name) {
  a <- augmented(name)
  fit <- suppressWarnings(glm(y ~ age + sex + job, quasibinomial, data = a, weights = w, control = list(epsilon = 1e-15, maxit = 200)))
  rows(name, coef(fit), summary(fit)$cov.unscaled)
}
found <- rbind(logistic("two"), logistic("apart"))

a <- augmented("ordered", factor = TRUE)
fit <- ordinal::clm(y ~ age + sex + job, data = a, weights = w, control = ordinal::clm.control(gradTol = 1e-12, maxIter = 200))
found <- rbind(found, rows("ordered", coef(fit), vcov(fit)))
approximate <- MASS::polr(y ~ age + sex + job, data = a, weights = w, control = list(reltol = 1e-15, maxit = 500))
beta <- c(approximate$zeta, coef(approximate))  # its covariance is by coarse differences, clm's is exact
found <- rbind(found, data.frame(method = "ordered_polr", what = "coefficient", i = seq_along(beta), j = 0, value = unname(beta)))

a <- augmented("several", factor = TRUE)
scaled <- a
scaled$age <- (a$age - 40) / 10  # nnet's optimiser needs columns of one size; coefficients are given back in years
fit <- nnet::multinom(y ~ age + sex + job, data = scaled, weights = w, Hess = TRUE, trace = FALSE, maxit = 2000, reltol = 1e-16, abstol = 1e-16)
back <- diag(4)
back[2, 2] <- 1 / 10
back[1, 2] <- -4
back <- kronecker(diag(2), back)
found <- rbind(found, rows("several", back %*% as.vector(t(coef(fit))), back %*% vcov(fit) %*% t(back)))

known <- !is.na(d$number)
fit <- lm(number ~ age + sex + job, data = d[known, ])
found <- rbind(found, rows("number", coef(fit), summary(fit)$cov.unscaled))
found <- rbind(found, data.frame(method = "number", what = c("squares", "df"), i = 0, j = 0, value = c(sum(resid(fit)^2), fit$df.residual)))
curve <- survfit(Surv(time, event) ~ 1, data = d)  # mice::nelsonaalen parts ties by Efron, which is another estimate
hazard <- curve$cumhaz[match(d$time, curve$time)]
found <- rbind(found, data.frame(method = "hazard", what = "hazard", i = seq_len(n), j = 0, value = hazard))
write_values(found, "imputation_parts")

# Of data sets imputed by R's mice: the joint test of an exposure of three levels (mice::D1, mitml's formula and Reiter's degrees of freedom), the share of the
# variance due to missing values (mice's lambda), and absolute differences: standardised in each data set with delta method errors, by hand, and pooled.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
suppressPackageStartupMessages(library(mice))

set.seed(31)
n <- 140
d <- data.frame(school = sample(c("low", "medium", "high"), n, TRUE, c(0.4, 0.35, 0.25)), age = round(rnorm(n, 40, 10), 1), sex = sample(c("man", "woman"), n, TRUE))
linear <- -0.4 + 0.5 * (d$school == "medium") + 1.1 * (d$school == "high") + 0.03 * (d$age - 40)
d$job <- rbinom(n, 1, plogis(linear))
d$score <- round(50 + 8 * linear + rnorm(n, 0, 9), 2)
d$days <- ifelse(d$job == 1, round(exp(4 + 0.5 * linear + rnorm(n, 0, 0.6))), 0)
d$time <- sample(1:40, n, TRUE)
d$event <- d$job
d$jobs <- rpois(n, exp(-0.2 + 0.4 * linear))
d$age[sample(n, 60)] <- NA
d$sex[sample(n, 15)] <- NA
d$school[sample(n, 35)] <- NA
d$school <- factor(d$school, levels = c("low", "medium", "high"))
d$sex <- factor(d$sex)
m <- 8
several <- mice(d[c("school", "age", "sex", "job", "score")], m = m, maxit = 5, seed = 3, printFlag = FALSE)
long <- complete(several, "long")
write_values(d[c("school", "age", "sex", "job", "score", "days", "time", "event", "jobs")], "imputation_tests_data")
write_values(data.frame(imputation = long$.imp, person = long$.id, school = long$school, age = long$age, sex = long$sex), "imputation_tests_sets")
sets <- lapply(1:m, function(i) {
  x <- d
  x[c("school", "age", "sex")] <- complete(several, i)[c("school", "age", "sex")]
  x
})

polished <- function(formula, family, data) {
  fit <- glm(formula, family, data = data, control = list(epsilon = 1e-14, maxit = 100))
  glm(formula, family, data = data, start = coef(fit), control = list(epsilon = 1e-14, maxit = 100))
}
fit <- list(
  logistic = function(x) polished(job ~ school + age + sex, binomial, x),
  linear = function(x) lm(score ~ school + age + sex, data = x),
  log_linear = function(x) lm(log(days) ~ school + age + sex, data = x[x$job == 1, ]),
  cox = function(x) coxph(Surv(time, event) ~ school + age + sex, data = x, control = coxph.control(eps = 1e-13, iter.max = 50, toler.chol = 1e-14)),
  poisson = function(x) polished(jobs ~ school + age + sex, poisson, x)
)
covariance <- function(model, f) if (model == "poisson") sandwich::vcovHC(f, "HC1") else vcov(f)

# Means of what is expected with everybody at each level, and the covariance of these by the delta method.
standardised <- function(model, f, x) {
  if (model == "log_linear") {  # least squares of the days themselves, HC3 errors
    x <- x[x$job == 1, ]
    f <- lm(days ~ school + age + sex, data = x)
    v <- sandwich::vcovHC(f, "HC3")
    model <- "linear"
  } else {
    v <- covariance(model, f)
  }
  link <- list(logistic = plogis, linear = identity, poisson = exp)[[model]]
  slope <- list(logistic = function(e) plogis(e) * (1 - plogis(e)), linear = function(e) rep(1, length(e)), poisson = exp)[[model]]
  each <- lapply(levels(x$school), function(level) {
    x$school[] <- level
    as_if <- model.matrix(~ school + age + sex, x)
    e <- as.vector(as_if %*% coef(f))
    list(mean = mean(link(e)), gradient = colMeans(slope(e) * as_if))
  })
  means <- sapply(each, `[[`, "mean")
  gradients <- sapply(each, `[[`, "gradient")
  away <- gradients[, -1, drop = FALSE] - gradients[, 1]
  list(difference = means[-1] - means[1], variance = diag(t(away) %*% v %*% away))
}

found <- NULL
for (model in names(fit)) {
  fits <- lapply(sets, fit[[model]])
  first <- fits[[1]]
  dfcom <- if (model == "cox") first$nevent - length(coef(first)) else first$df.residual
  at <- grep("^school", names(coef(first)))
  q <- sapply(fits, function(f) coef(f)[at])
  u <- simplify2array(lapply(fits, function(f) covariance(model, f)[at, at]))
  joint <- mitml:::.D1(Qhat = q, Uhat = u, df.com = dfcom)
  joint_p <- pf(joint$F, joint$k, joint$v, lower.tail = FALSE)
  if (model %in% c("logistic", "linear")) {  # mice's own, which needs models that anova knows
    smaller <- lapply(sets, function(x) if (model == "linear") lm(score ~ age + sex, data = x) else polished(job ~ age + sex, binomial, x))
    own <- D1(as.mira(fits), as.mira(smaller), dfcom = dfcom)$result
    stopifnot(all.equal(unname(own[1, c("F.value", "df1", "df2", "P(>F)")]), c(joint$F, joint$k, joint$v, joint_p)))
  }
  for (i in seq_along(at)) {
    p <- pool.scalar(q[i, ], u[i, i, ], n = dfcom + length(coef(first)), k = length(coef(first)))
    row <- data.frame(
      model, level = levels(d$school)[i + 1], estimate = p$qbar, std_error = sqrt(p$t), lambda = (1 + 1 / m) * p$b / p$t, fmi = p$fmi,
      joint_statistic = joint$F[1], joint_df = joint$k, joint_df_residual = joint$v, joint_p_value = joint_p[1]
    )
    if (model == "cox") {
      row[c("difference", "difference_error", "difference_df", "difference_low", "difference_high")] <- NA
    } else {
      each <- mapply(standardised, model, fits, sets, SIMPLIFY = FALSE)
      s <- pool.scalar(sapply(each, function(e) e$difference[i]), sapply(each, function(e) e$variance[i]), n = dfcom + length(coef(first)), k = length(coef(first)))
      limits <- s$qbar + c(-1, 1) * qt(0.975, s$df) * sqrt(s$t)
      row[c("difference", "difference_error", "difference_df", "difference_low", "difference_high")] <- c(s$qbar, sqrt(s$t), s$df, limits)
    }
    found <- rbind(found, row)
  }
}
write_values(found, "imputation_tests")

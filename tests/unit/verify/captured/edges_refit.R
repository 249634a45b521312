# Edges; what is 'rare'
# Every regression and Kaplan-Meier curve of the study, estimated anew from data.csv in R.
#
# To run it: Rscript refit.R in this folder, or open it in R with this folder as working directory. It takes the package
# survival, which comes with R, and MASS, which does too, where there is a negative binomial regression. It leaves
# refit_r.csv. It holds no estimate itself: each comes from a call below, which can be run alone once the lines before the
# first of them have been run.

library(survival)

if (!file.exists("data.csv")) stop("data.csv is not here: set the working directory to the folder of this script.")
everybody <- read.csv("data.csv", encoding = "UTF-8", na.strings = "", check.names = FALSE, stringsAsFactors = FALSE)
confidence <- 0.9

# Categories: the reference first, then the other levels in their order.
everybody$smokes <- factor(everybody$smokes, levels = c("no", "yes"))
everybody$group <- factor(everybody$group, levels = c("b", "a"))
everybody$sex <- factor(everybody$sex, levels = c("man", "woman"))
everybody$three <- factor(everybody$three, levels = c("x", "y", "z"))
everybody$worked_long <- factor(everybody$worked_long, levels = c("no", "yes"))
everybody$site <- factor(everybody$site, levels = c("north", "south"))
everybody$job_obtained <- factor(everybody$job_obtained, levels = c("no", "yes"))
everybody$first_job_event <- factor(everybody$first_job_event, levels = c("no", "yes"))

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

# ---- Regressions: one call each --------------------------------------------------------------------------------------

# separated, group: crude
people <- known(everybody, c("smokes", "group"))
fit <- attempt(glm(smokes == "yes" ~ group, family = binomial, control = exact, data = people))
note(fit, "separated", "group", "crude")

# separated, group: crude, on the persons of the adjusted model
people <- known(everybody, c("smokes", "group", "sex"))
fit <- attempt(glm(smokes == "yes" ~ group, family = binomial, control = exact, data = people))
note(fit, "separated", "group", "crude_on_adjusted_rows")

# separated, group: adjusted
people <- known(everybody, c("smokes", "group", "sex"))
fit <- attempt(glm(smokes == "yes" ~ group + sex, family = binomial, control = exact, data = people))
note(fit, "separated", "group", "adjusted")

# separated, group: without the other exposures, on the persons of the model with all exposures
people <- known(everybody, c("smokes", "group", "sex", "three"))
fit <- attempt(glm(smokes == "yes" ~ group + sex, family = binomial, control = exact, data = people))
note(fit, "separated", "group", "alone_on_mutual_rows")

# separated, group: adjusted for the confounders and the other exposures
people <- known(everybody, c("smokes", "group", "sex", "three"))
fit <- attempt(glm(smokes == "yes" ~ group + sex + three, family = binomial, control = exact, data = people))
note(fit, "separated", "group", "mutual")

# separated, three: crude
people <- known(everybody, c("smokes", "three"))
fit <- attempt(glm(smokes == "yes" ~ three, family = binomial, control = exact, data = people))
note(fit, "separated", "three", "crude")

# separated, three: crude, on the persons of the adjusted model
people <- known(everybody, c("smokes", "three", "sex"))
fit <- attempt(glm(smokes == "yes" ~ three, family = binomial, control = exact, data = people))
note(fit, "separated", "three", "crude_on_adjusted_rows")

# separated, three: adjusted
people <- known(everybody, c("smokes", "three", "sex"))
fit <- attempt(glm(smokes == "yes" ~ three + sex, family = binomial, control = exact, data = people))
note(fit, "separated", "three", "adjusted")

# separated, three: without the other exposures, on the persons of the model with all exposures
people <- known(everybody, c("smokes", "three", "sex", "group"))
fit <- attempt(glm(smokes == "yes" ~ three + sex, family = binomial, control = exact, data = people))
note(fit, "separated", "three", "alone_on_mutual_rows")

# separated, three: adjusted for the confounders and the other exposures
people <- known(everybody, c("smokes", "three", "sex", "group"))
fit <- attempt(glm(smokes == "yes" ~ three + sex + group, family = binomial, control = exact, data = people))
note(fit, "separated", "three", "mutual")

# nobody without, group: crude
people <- known(everybody, c("worked_long", "group"))
fit <- attempt(glm(worked_long == "yes" ~ group, family = binomial, control = exact, data = people))
note(fit, "nobody without", "group", "crude")

# nobody without, group: without the other exposures, on the persons of the model with all exposures
people <- known(everybody, c("worked_long", "group", "three"))
fit <- attempt(glm(worked_long == "yes" ~ group, family = binomial, control = exact, data = people))
note(fit, "nobody without", "group", "alone_on_mutual_rows")

# nobody without, group: adjusted for the confounders and the other exposures
people <- known(everybody, c("worked_long", "group", "three"))
fit <- attempt(glm(worked_long == "yes" ~ group + three, family = binomial, control = exact, data = people))
note(fit, "nobody without", "group", "mutual")

# nobody without, three: crude
people <- known(everybody, c("worked_long", "three"))
fit <- attempt(glm(worked_long == "yes" ~ three, family = binomial, control = exact, data = people))
note(fit, "nobody without", "three", "crude")

# nobody without, three: without the other exposures, on the persons of the model with all exposures
people <- known(everybody, c("worked_long", "three", "group"))
fit <- attempt(glm(worked_long == "yes" ~ three, family = binomial, control = exact, data = people))
note(fit, "nobody without", "three", "alone_on_mutual_rows")

# nobody without, three: adjusted for the confounders and the other exposures
people <- known(everybody, c("worked_long", "three", "group"))
fit <- attempt(glm(worked_long == "yes" ~ three + group, family = binomial, control = exact, data = people))
note(fit, "nobody without", "three", "mutual")

# counts, group: crude
people <- known(subset(everybody, n_jobs >= 0), c("n_jobs", "group"))
fit <- attempt(glm(n_jobs ~ group, family = poisson, control = exact, data = people))
note(fit, "counts", "group", "crude", covariance = hc1(fit))

# counts, group: crude, on the persons of the adjusted model
people <- known(subset(everybody, n_jobs >= 0), c("n_jobs", "group", "sex", "age", "age_months", "site"))
fit <- attempt(glm(n_jobs ~ group, family = poisson, control = exact, data = people))
note(fit, "counts", "group", "crude_on_adjusted_rows", covariance = hc1(fit))

# counts, group: adjusted
people <- known(subset(everybody, n_jobs >= 0), c("n_jobs", "group", "sex", "age", "age_months", "site"))
fit <- attempt(glm(
  n_jobs ~ group + sex + age + age_months + site,
  family = poisson, control = exact, data = people
))
note(fit, "counts", "group", "adjusted", covariance = hc1(fit))

# counts, group: without the other exposures, on the persons of the model with all exposures
people <- known(subset(everybody, n_jobs >= 0), c("n_jobs", "group", "sex", "age", "age_months", "site", "three"))
fit <- attempt(glm(
  n_jobs ~ group + sex + age + age_months + site,
  family = poisson, control = exact, data = people
))
note(fit, "counts", "group", "alone_on_mutual_rows", covariance = hc1(fit))

# counts, group: adjusted for the confounders and the other exposures
people <- known(subset(everybody, n_jobs >= 0), c("n_jobs", "group", "sex", "age", "age_months", "site", "three"))
fit <- attempt(glm(
  n_jobs ~ group + sex + age + age_months + site + three,
  family = poisson, control = exact, data = people
))
note(fit, "counts", "group", "mutual", covariance = hc1(fit))

# counts, three: crude
people <- known(subset(everybody, n_jobs >= 0), c("n_jobs", "three"))
fit <- attempt(glm(n_jobs ~ three, family = poisson, control = exact, data = people))
note(fit, "counts", "three", "crude", covariance = hc1(fit))

# counts, three: crude, on the persons of the adjusted model
people <- known(subset(everybody, n_jobs >= 0), c("n_jobs", "three", "sex", "age", "age_months", "site"))
fit <- attempt(glm(n_jobs ~ three, family = poisson, control = exact, data = people))
note(fit, "counts", "three", "crude_on_adjusted_rows", covariance = hc1(fit))

# counts, three: adjusted
people <- known(subset(everybody, n_jobs >= 0), c("n_jobs", "three", "sex", "age", "age_months", "site"))
fit <- attempt(glm(
  n_jobs ~ three + sex + age + age_months + site,
  family = poisson, control = exact, data = people
))
note(fit, "counts", "three", "adjusted", covariance = hc1(fit))

# counts, three: without the other exposures, on the persons of the model with all exposures
people <- known(subset(everybody, n_jobs >= 0), c("n_jobs", "three", "sex", "age", "age_months", "site", "group"))
fit <- attempt(glm(
  n_jobs ~ three + sex + age + age_months + site,
  family = poisson, control = exact, data = people
))
note(fit, "counts", "three", "alone_on_mutual_rows", covariance = hc1(fit))

# counts, three: adjusted for the confounders and the other exposures
people <- known(subset(everybody, n_jobs >= 0), c("n_jobs", "three", "sex", "age", "age_months", "site", "group"))
fit <- attempt(glm(
  n_jobs ~ three + sex + age + age_months + site + group,
  family = poisson, control = exact, data = people
))
note(fit, "counts", "three", "mutual", covariance = hc1(fit))

# rates, group: crude
people <- known(subset(everybody, n_jobs >= 0 & time_observed > 0), c("n_jobs", "time_observed", "group"))
fit <- attempt(glm(n_jobs ~ group + offset(log(time_observed)), family = poisson, control = exact, data = people))
note(fit, "rates", "group", "crude", covariance = hc1(fit))

# rates, group: crude, on the persons of the adjusted model
people <- known(subset(everybody, n_jobs >= 0 & time_observed > 0), c("n_jobs", "time_observed", "group", "age"))
fit <- attempt(glm(n_jobs ~ group + offset(log(time_observed)), family = poisson, control = exact, data = people))
note(fit, "rates", "group", "crude_on_adjusted_rows", covariance = hc1(fit))

# rates, group: adjusted
people <- known(subset(everybody, n_jobs >= 0 & time_observed > 0), c("n_jobs", "time_observed", "group", "age"))
fit <- attempt(glm(
  n_jobs ~ group + age + offset(log(time_observed)),
  family = poisson, control = exact, data = people
))
note(fit, "rates", "group", "adjusted", covariance = hc1(fit))

# rates, group: without the other exposures, on the persons of the model with all exposures
people <- known(subset(everybody, n_jobs >= 0 & time_observed > 0), c("n_jobs", "time_observed", "group", "age", "three"))
fit <- attempt(glm(
  n_jobs ~ group + age + offset(log(time_observed)),
  family = poisson, control = exact, data = people
))
note(fit, "rates", "group", "alone_on_mutual_rows", covariance = hc1(fit))

# rates, group: adjusted for the confounders and the other exposures
people <- known(subset(everybody, n_jobs >= 0 & time_observed > 0), c("n_jobs", "time_observed", "group", "age", "three"))
fit <- attempt(glm(
  n_jobs ~ group + age + three + offset(log(time_observed)),
  family = poisson, control = exact, data = people
))
note(fit, "rates", "group", "mutual", covariance = hc1(fit))

# rates, three: crude
people <- known(subset(everybody, n_jobs >= 0 & time_observed > 0), c("n_jobs", "time_observed", "three"))
fit <- attempt(glm(n_jobs ~ three + offset(log(time_observed)), family = poisson, control = exact, data = people))
note(fit, "rates", "three", "crude", covariance = hc1(fit))

# rates, three: crude, on the persons of the adjusted model
people <- known(subset(everybody, n_jobs >= 0 & time_observed > 0), c("n_jobs", "time_observed", "three", "age"))
fit <- attempt(glm(n_jobs ~ three + offset(log(time_observed)), family = poisson, control = exact, data = people))
note(fit, "rates", "three", "crude_on_adjusted_rows", covariance = hc1(fit))

# rates, three: adjusted
people <- known(subset(everybody, n_jobs >= 0 & time_observed > 0), c("n_jobs", "time_observed", "three", "age"))
fit <- attempt(glm(
  n_jobs ~ three + age + offset(log(time_observed)),
  family = poisson, control = exact, data = people
))
note(fit, "rates", "three", "adjusted", covariance = hc1(fit))

# rates, three: without the other exposures, on the persons of the model with all exposures
people <- known(subset(everybody, n_jobs >= 0 & time_observed > 0), c("n_jobs", "time_observed", "three", "age", "group"))
fit <- attempt(glm(
  n_jobs ~ three + age + offset(log(time_observed)),
  family = poisson, control = exact, data = people
))
note(fit, "rates", "three", "alone_on_mutual_rows", covariance = hc1(fit))

# rates, three: adjusted for the confounders and the other exposures
people <- known(subset(everybody, n_jobs >= 0 & time_observed > 0), c("n_jobs", "time_observed", "three", "age", "group"))
fit <- attempt(glm(
  n_jobs ~ three + age + group + offset(log(time_observed)),
  family = poisson, control = exact, data = people
))
note(fit, "rates", "three", "mutual", covariance = hc1(fit))

# days, group: crude
people <- known(subset(everybody, time_worked >= 0), c("time_worked", "group"))
fit <- attempt(negative_binomial(time_worked ~ group, data = people))
note(fit, "days", "group", "crude")

# days, group: crude, on the persons of the adjusted model
people <- known(subset(everybody, time_worked >= 0), c("time_worked", "group", "age", "sex"))
fit <- attempt(negative_binomial(time_worked ~ group, data = people))
note(fit, "days", "group", "crude_on_adjusted_rows")

# days, group: adjusted
people <- known(subset(everybody, time_worked >= 0), c("time_worked", "group", "age", "sex"))
fit <- attempt(negative_binomial(time_worked ~ group + age + sex, data = people))
note(fit, "days", "group", "adjusted")

# days, group: without the other exposures, on the persons of the model with all exposures
people <- known(subset(everybody, time_worked >= 0), c("time_worked", "group", "age", "sex", "three"))
fit <- attempt(negative_binomial(time_worked ~ group + age + sex, data = people))
note(fit, "days", "group", "alone_on_mutual_rows")

# days, group: adjusted for the confounders and the other exposures
people <- known(subset(everybody, time_worked >= 0), c("time_worked", "group", "age", "sex", "three"))
fit <- attempt(negative_binomial(time_worked ~ group + age + sex + three, data = people))
note(fit, "days", "group", "mutual")

# days, three: crude
people <- known(subset(everybody, time_worked >= 0), c("time_worked", "three"))
fit <- attempt(negative_binomial(time_worked ~ three, data = people))
note(fit, "days", "three", "crude")

# days, three: crude, on the persons of the adjusted model
people <- known(subset(everybody, time_worked >= 0), c("time_worked", "three", "age", "sex"))
fit <- attempt(negative_binomial(time_worked ~ three, data = people))
note(fit, "days", "three", "crude_on_adjusted_rows")

# days, three: adjusted
people <- known(subset(everybody, time_worked >= 0), c("time_worked", "three", "age", "sex"))
fit <- attempt(negative_binomial(time_worked ~ three + age + sex, data = people))
note(fit, "days", "three", "adjusted")

# days, three: without the other exposures, on the persons of the model with all exposures
people <- known(subset(everybody, time_worked >= 0), c("time_worked", "three", "age", "sex", "group"))
fit <- attempt(negative_binomial(time_worked ~ three + age + sex, data = people))
note(fit, "days", "three", "alone_on_mutual_rows")

# days, three: adjusted for the confounders and the other exposures
people <- known(subset(everybody, time_worked >= 0), c("time_worked", "three", "age", "sex", "group"))
fit <- attempt(negative_binomial(time_worked ~ three + age + sex + group, data = people))
note(fit, "days", "three", "mutual")

# days of all, group: crude
people <- known(everybody, c("time_worked", "group"))
fit <- attempt(lm(time_worked ~ group, data = people))
note(fit, "days of all", "group", "crude")

# days of all, group: crude, on the persons of the adjusted model
people <- known(everybody, c("time_worked", "group", "site"))
fit <- attempt(lm(time_worked ~ group, data = people))
note(fit, "days of all", "group", "crude_on_adjusted_rows")

# days of all, group: adjusted
people <- known(everybody, c("time_worked", "group", "site"))
fit <- attempt(lm(time_worked ~ group + site, data = people))
note(fit, "days of all", "group", "adjusted")

# days of all, group: without the other exposures, on the persons of the model with all exposures
people <- known(everybody, c("time_worked", "group", "site", "three"))
fit <- attempt(lm(time_worked ~ group + site, data = people))
note(fit, "days of all", "group", "alone_on_mutual_rows")

# days of all, group: adjusted for the confounders and the other exposures
people <- known(everybody, c("time_worked", "group", "site", "three"))
fit <- attempt(lm(time_worked ~ group + site + three, data = people))
note(fit, "days of all", "group", "mutual")

# days of all, three: crude
people <- known(everybody, c("time_worked", "three"))
fit <- attempt(lm(time_worked ~ three, data = people))
note(fit, "days of all", "three", "crude")

# days of all, three: crude, on the persons of the adjusted model
people <- known(everybody, c("time_worked", "three", "site"))
fit <- attempt(lm(time_worked ~ three, data = people))
note(fit, "days of all", "three", "crude_on_adjusted_rows")

# days of all, three: adjusted
people <- known(everybody, c("time_worked", "three", "site"))
fit <- attempt(lm(time_worked ~ three + site, data = people))
note(fit, "days of all", "three", "adjusted")

# days of all, three: without the other exposures, on the persons of the model with all exposures
people <- known(everybody, c("time_worked", "three", "site", "group"))
fit <- attempt(lm(time_worked ~ three + site, data = people))
note(fit, "days of all", "three", "alone_on_mutual_rows")

# days of all, three: adjusted for the confounders and the other exposures
people <- known(everybody, c("time_worked", "three", "site", "group"))
fit <- attempt(lm(time_worked ~ three + site + group, data = people))
note(fit, "days of all", "three", "mutual")

# first job, group: crude
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "group"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ group,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job", "group", "crude")

# first job, group: crude, on the persons of the adjusted model
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "group", "age", "sex"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ group,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job", "group", "crude_on_adjusted_rows")

# first job, group: adjusted
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "group", "age", "sex"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ group + age + sex,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job", "group", "adjusted")

# first job, group: without the other exposures, on the persons of the model with all exposures
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "group", "age", "sex", "three"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ group + age + sex,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job", "group", "alone_on_mutual_rows")

# first job, group: adjusted for the confounders and the other exposures
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "group", "age", "sex", "three"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ group + age + sex + three,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job", "group", "mutual")

# first job, three: crude
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "three"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ three,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job", "three", "crude")

# first job, three: crude, on the persons of the adjusted model
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "three", "age", "sex"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ three,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job", "three", "crude_on_adjusted_rows")

# first job, three: adjusted
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "three", "age", "sex"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ three + age + sex,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job", "three", "adjusted")

# first job, three: without the other exposures, on the persons of the model with all exposures
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "three", "age", "sex", "group"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ three + age + sex,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job", "three", "alone_on_mutual_rows")

# first job, three: adjusted for the confounders and the other exposures
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "three", "age", "sex", "group"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ three + age + sex + group,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job", "three", "mutual")

# first job, Breslow, group: crude
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "group"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ group,
  ties = "breslow", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job, Breslow", "group", "crude")

# first job, Breslow, group: crude, on the persons of the adjusted model
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "group", "age_months", "age", "site"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ group,
  ties = "breslow", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job, Breslow", "group", "crude_on_adjusted_rows")

# first job, Breslow, group: adjusted
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "group", "age_months", "age", "site"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ group + age_months + age + site,
  ties = "breslow", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job, Breslow", "group", "adjusted")

# first job, Breslow, group: without the other exposures, on the persons of the model with all exposures
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "group", "age_months", "age", "site", "three"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ group + age_months + age + site,
  ties = "breslow", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job, Breslow", "group", "alone_on_mutual_rows")

# first job, Breslow, group: adjusted for the confounders and the other exposures
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "group", "age_months", "age", "site", "three"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ group + age_months + age + site + three,
  ties = "breslow", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job, Breslow", "group", "mutual")

# first job, Breslow, three: crude
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "three"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ three,
  ties = "breslow", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job, Breslow", "three", "crude")

# first job, Breslow, three: crude, on the persons of the adjusted model
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "three", "age_months", "age", "site"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ three,
  ties = "breslow", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job, Breslow", "three", "crude_on_adjusted_rows")

# first job, Breslow, three: adjusted
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "three", "age_months", "age", "site"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ three + age_months + age + site,
  ties = "breslow", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job, Breslow", "three", "adjusted")

# first job, Breslow, three: without the other exposures, on the persons of the model with all exposures
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "three", "age_months", "age", "site", "group"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ three + age_months + age + site,
  ties = "breslow", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job, Breslow", "three", "alone_on_mutual_rows")

# first job, Breslow, three: adjusted for the confounders and the other exposures
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "three", "age_months", "age", "site", "group"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ three + age_months + age + site + group,
  ties = "breslow", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "first job, Breslow", "three", "mutual")

# another time, group: crude
people <- known(subset(everybody, time_observed >= 0), c("time_observed", "smokes", "group"))
fit <- attempt(coxph(
  Surv(time_observed, smokes == "yes") ~ group,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "another time", "group", "crude")

# another time, group: crude, on the persons of the adjusted model
people <- known(subset(everybody, time_observed >= 0), c("time_observed", "smokes", "group", "age"))
fit <- attempt(coxph(
  Surv(time_observed, smokes == "yes") ~ group,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "another time", "group", "crude_on_adjusted_rows")

# another time, group: adjusted
people <- known(subset(everybody, time_observed >= 0), c("time_observed", "smokes", "group", "age"))
fit <- attempt(coxph(
  Surv(time_observed, smokes == "yes") ~ group + age,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "another time", "group", "adjusted")

# another time, group: without the other exposures, on the persons of the model with all exposures
people <- known(subset(everybody, time_observed >= 0), c("time_observed", "smokes", "group", "age", "three"))
fit <- attempt(coxph(
  Surv(time_observed, smokes == "yes") ~ group + age,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "another time", "group", "alone_on_mutual_rows")

# another time, group: adjusted for the confounders and the other exposures
people <- known(subset(everybody, time_observed >= 0), c("time_observed", "smokes", "group", "age", "three"))
fit <- attempt(coxph(
  Surv(time_observed, smokes == "yes") ~ group + age + three,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "another time", "group", "mutual")

# another time, three: crude
people <- known(subset(everybody, time_observed >= 0), c("time_observed", "smokes", "three"))
fit <- attempt(coxph(
  Surv(time_observed, smokes == "yes") ~ three,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "another time", "three", "crude")

# another time, three: crude, on the persons of the adjusted model
people <- known(subset(everybody, time_observed >= 0), c("time_observed", "smokes", "three", "age"))
fit <- attempt(coxph(
  Surv(time_observed, smokes == "yes") ~ three,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "another time", "three", "crude_on_adjusted_rows")

# another time, three: adjusted
people <- known(subset(everybody, time_observed >= 0), c("time_observed", "smokes", "three", "age"))
fit <- attempt(coxph(
  Surv(time_observed, smokes == "yes") ~ three + age,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "another time", "three", "adjusted")

# another time, three: without the other exposures, on the persons of the model with all exposures
people <- known(subset(everybody, time_observed >= 0), c("time_observed", "smokes", "three", "age", "group"))
fit <- attempt(coxph(
  Surv(time_observed, smokes == "yes") ~ three + age,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "another time", "three", "alone_on_mutual_rows")

# another time, three: adjusted for the confounders and the other exposures
people <- known(subset(everybody, time_observed >= 0), c("time_observed", "smokes", "three", "age", "group"))
fit <- attempt(coxph(
  Surv(time_observed, smokes == "yes") ~ three + age + group,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "another time", "three", "mutual")

# days of workers, group: crude
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "group"))
fit <- attempt(lm(log(time_worked) ~ group, data = people))
note(fit, "days of workers", "group", "crude")

# days of workers, group: crude, on the persons of the adjusted model
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "group", "age"))
fit <- attempt(lm(log(time_worked) ~ group, data = people))
note(fit, "days of workers", "group", "crude_on_adjusted_rows")

# days of workers, group: adjusted
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "group", "age"))
fit <- attempt(lm(log(time_worked) ~ group + age, data = people))
note(fit, "days of workers", "group", "adjusted")

# days of workers, group: without the other exposures, on the persons of the model with all exposures
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "group", "age", "three"))
fit <- attempt(lm(log(time_worked) ~ group + age, data = people))
note(fit, "days of workers", "group", "alone_on_mutual_rows")

# days of workers, group: adjusted for the confounders and the other exposures
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "group", "age", "three"))
fit <- attempt(lm(log(time_worked) ~ group + age + three, data = people))
note(fit, "days of workers", "group", "mutual")

# days of workers, three: crude
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "three"))
fit <- attempt(lm(log(time_worked) ~ three, data = people))
note(fit, "days of workers", "three", "crude")

# days of workers, three: crude, on the persons of the adjusted model
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "three", "age"))
fit <- attempt(lm(log(time_worked) ~ three, data = people))
note(fit, "days of workers", "three", "crude_on_adjusted_rows")

# days of workers, three: adjusted
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "three", "age"))
fit <- attempt(lm(log(time_worked) ~ three + age, data = people))
note(fit, "days of workers", "three", "adjusted")

# days of workers, three: without the other exposures, on the persons of the model with all exposures
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "three", "age", "group"))
fit <- attempt(lm(log(time_worked) ~ three + age, data = people))
note(fit, "days of workers", "three", "alone_on_mutual_rows")

# days of workers, three: adjusted for the confounders and the other exposures
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "three", "age", "group"))
fit <- attempt(lm(log(time_worked) ~ three + age + group, data = people))
note(fit, "days of workers", "three", "mutual")

# ---- Time to the first job: Kaplan-Meier with log-log limits, and log-rank tests -------------------------------------

# Everybody
people <- known(everybody, c("follow_time", "first_job_event"))
fit <- attempt(survfit(Surv(follow_time, first_job_event == "yes") ~ 1, data = people, conf.type = "log-log", conf.int = confidence))
note_curve(fit, "all", "all", c(100, 364))

# group, a
people <- subset(known(everybody, c("follow_time", "first_job_event")), group == "a")
fit <- attempt(survfit(Surv(follow_time, first_job_event == "yes") ~ 1, data = people, conf.type = "log-log", conf.int = confidence))
note_curve(fit, "group", "a", c(100, 364))

# group, b
people <- subset(known(everybody, c("follow_time", "first_job_event")), group == "b")
fit <- attempt(survfit(Surv(follow_time, first_job_event == "yes") ~ 1, data = people, conf.type = "log-log", conf.int = confidence))
note_curve(fit, "group", "b", c(100, 364))

# three, x
people <- subset(known(everybody, c("follow_time", "first_job_event")), three == "x")
fit <- attempt(survfit(Surv(follow_time, first_job_event == "yes") ~ 1, data = people, conf.type = "log-log", conf.int = confidence))
note_curve(fit, "three", "x", c(100, 364))

# three, y
people <- subset(known(everybody, c("follow_time", "first_job_event")), three == "y")
fit <- attempt(survfit(Surv(follow_time, first_job_event == "yes") ~ 1, data = people, conf.type = "log-log", conf.int = confidence))
note_curve(fit, "three", "y", c(100, 364))

# three, z
people <- subset(known(everybody, c("follow_time", "first_job_event")), three == "z")
fit <- attempt(survfit(Surv(follow_time, first_job_event == "yes") ~ 1, data = people, conf.type = "log-log", conf.int = confidence))
note_curve(fit, "three", "z", c(100, 364))

# Log-rank test of group
people <- compared(known(everybody, c("follow_time", "first_job_event", "group")), "group")
test <- attempt(survdiff(Surv(follow_time, first_job_event == "yes") ~ group, data = people))
note_test(test, "group")

# Log-rank test of three
people <- compared(known(everybody, c("follow_time", "first_job_event", "three")), "three")
test <- attempt(survdiff(Surv(follow_time, first_job_event == "yes") ~ three, data = people))
note_test(test, "three")

# ---- Results ---------------------------------------------------------------------------------------------------------

write.csv(found, "refit_r.csv", row.names = FALSE, na = "", fileEncoding = "UTF-8")
cat(nrow(found), "rows in refit_r.csv, from", R.version.string, "with survival", format(packageVersion("survival")), "\n")

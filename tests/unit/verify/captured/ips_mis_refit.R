# Individual Placement and Support with a multifaceted implementation strategy (synthetic records)
# Every regression and Kaplan-Meier curve of the study, estimated anew from data.csv in R.
#
# To run it: Rscript refit.R in this folder, or open it in R with this folder as working directory. It takes the package
# survival, which comes with R, and MASS, which does too, where there is a negative binomial regression. It leaves
# refit_r.csv. It holds no estimate itself: each comes from a call below, which can be run alone once the lines before the
# first of them have been run.

library(survival)

if (!file.exists("data.csv")) stop("data.csv is not here: set the working directory to the folder of this script.")
everybody <- read.csv("data.csv", encoding = "UTF-8", na.strings = "", check.names = FALSE, stringsAsFactors = FALSE)
confidence <- 0.95

# Categories: the reference first, then the other levels in their order.
everybody$job_obtained <- factor(everybody$job_obtained, levels = c("no", "yes"))
everybody$experience <- factor(everybody$experience, levels = c("first half", "second half"))
everybody$sex <- factor(everybody$sex, levels = c("female", "male"))
everybody$education <- factor(everybody$education, levels = c("low or medium", "high"))
everybody$worked_past_5_years <- factor(everybody$worked_past_5_years, levels = c("no", "yes"))
everybody$funding <- factor(everybody$funding, levels = c("municipality", "UWV"))
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

# job_obtained, experience: crude
people <- known(everybody, c("job_obtained", "experience"))
fit <- attempt(glm(job_obtained == "yes" ~ experience, family = binomial, control = exact, data = people))
note(fit, "job_obtained", "experience", "crude")

# job_obtained, experience: crude, on the persons of the adjusted model
people <- known(everybody, c("job_obtained", "experience", "sex", "age", "education", "worked_past_5_years", "mhi5"))
fit <- attempt(glm(job_obtained == "yes" ~ experience, family = binomial, control = exact, data = people))
note(fit, "job_obtained", "experience", "crude_on_adjusted_rows")

# job_obtained, experience: adjusted
people <- known(everybody, c("job_obtained", "experience", "sex", "age", "education", "worked_past_5_years", "mhi5"))
fit <- attempt(glm(
  job_obtained == "yes" ~ experience + sex + age + education + worked_past_5_years + mhi5,
  family = binomial, control = exact, data = people
))
note(fit, "job_obtained", "experience", "adjusted")

# job_obtained, experience: without the other exposures, on the persons of the model with all exposures
people <- known(everybody, c("job_obtained", "experience", "sex", "age", "education", "worked_past_5_years", "mhi5", "funding"))
fit <- attempt(glm(
  job_obtained == "yes" ~ experience + sex + age + education + worked_past_5_years + mhi5,
  family = binomial, control = exact, data = people
))
note(fit, "job_obtained", "experience", "alone_on_mutual_rows")

# job_obtained, experience: adjusted for the confounders and the other exposures
people <- known(everybody, c("job_obtained", "experience", "sex", "age", "education", "worked_past_5_years", "mhi5", "funding"))
fit <- attempt(glm(
  job_obtained == "yes" ~ experience + sex + age + education + worked_past_5_years + mhi5 + funding,
  family = binomial, control = exact, data = people
))
note(fit, "job_obtained", "experience", "mutual")

# job_obtained, funding: crude
people <- known(everybody, c("job_obtained", "funding"))
fit <- attempt(glm(job_obtained == "yes" ~ funding, family = binomial, control = exact, data = people))
note(fit, "job_obtained", "funding", "crude")

# job_obtained, funding: crude, on the persons of the adjusted model
people <- known(everybody, c("job_obtained", "funding", "sex", "age", "education", "worked_past_5_years", "mhi5"))
fit <- attempt(glm(job_obtained == "yes" ~ funding, family = binomial, control = exact, data = people))
note(fit, "job_obtained", "funding", "crude_on_adjusted_rows")

# job_obtained, funding: adjusted
people <- known(everybody, c("job_obtained", "funding", "sex", "age", "education", "worked_past_5_years", "mhi5"))
fit <- attempt(glm(
  job_obtained == "yes" ~ funding + sex + age + education + worked_past_5_years + mhi5,
  family = binomial, control = exact, data = people
))
note(fit, "job_obtained", "funding", "adjusted")

# job_obtained, funding: without the other exposures, on the persons of the model with all exposures
people <- known(everybody, c("job_obtained", "funding", "sex", "age", "education", "worked_past_5_years", "mhi5", "experience"))
fit <- attempt(glm(
  job_obtained == "yes" ~ funding + sex + age + education + worked_past_5_years + mhi5,
  family = binomial, control = exact, data = people
))
note(fit, "job_obtained", "funding", "alone_on_mutual_rows")

# job_obtained, funding: adjusted for the confounders and the other exposures
people <- known(everybody, c("job_obtained", "funding", "sex", "age", "education", "worked_past_5_years", "mhi5", "experience"))
fit <- attempt(glm(
  job_obtained == "yes" ~ funding + sex + age + education + worked_past_5_years + mhi5 + experience,
  family = binomial, control = exact, data = people
))
note(fit, "job_obtained", "funding", "mutual")

# days_worked, experience: crude
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "experience"))
fit <- attempt(lm(log(time_worked) ~ experience, data = people))
note(fit, "days_worked", "experience", "crude")

# days_worked, experience: crude, on the persons of the adjusted model
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "experience", "sex", "age", "education", "worked_past_5_years", "mhi5"))
fit <- attempt(lm(log(time_worked) ~ experience, data = people))
note(fit, "days_worked", "experience", "crude_on_adjusted_rows")

# days_worked, experience: adjusted
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "experience", "sex", "age", "education", "worked_past_5_years", "mhi5"))
fit <- attempt(lm(
  log(time_worked) ~ experience + sex + age + education + worked_past_5_years + mhi5,
  data = people
))
note(fit, "days_worked", "experience", "adjusted")

# days_worked, experience: without the other exposures, on the persons of the model with all exposures
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "experience", "sex", "age", "education", "worked_past_5_years", "mhi5", "funding"))
fit <- attempt(lm(
  log(time_worked) ~ experience + sex + age + education + worked_past_5_years + mhi5,
  data = people
))
note(fit, "days_worked", "experience", "alone_on_mutual_rows")

# days_worked, experience: adjusted for the confounders and the other exposures
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "experience", "sex", "age", "education", "worked_past_5_years", "mhi5", "funding"))
fit <- attempt(lm(
  log(time_worked) ~ experience + sex + age + education + worked_past_5_years + mhi5 + funding,
  data = people
))
note(fit, "days_worked", "experience", "mutual")

# days_worked, funding: crude
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "funding"))
fit <- attempt(lm(log(time_worked) ~ funding, data = people))
note(fit, "days_worked", "funding", "crude")

# days_worked, funding: crude, on the persons of the adjusted model
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "funding", "sex", "age", "education", "worked_past_5_years", "mhi5"))
fit <- attempt(lm(log(time_worked) ~ funding, data = people))
note(fit, "days_worked", "funding", "crude_on_adjusted_rows")

# days_worked, funding: adjusted
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "funding", "sex", "age", "education", "worked_past_5_years", "mhi5"))
fit <- attempt(lm(log(time_worked) ~ funding + sex + age + education + worked_past_5_years + mhi5, data = people))
note(fit, "days_worked", "funding", "adjusted")

# days_worked, funding: without the other exposures, on the persons of the model with all exposures
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "funding", "sex", "age", "education", "worked_past_5_years", "mhi5", "experience"))
fit <- attempt(lm(log(time_worked) ~ funding + sex + age + education + worked_past_5_years + mhi5, data = people))
note(fit, "days_worked", "funding", "alone_on_mutual_rows")

# days_worked, funding: adjusted for the confounders and the other exposures
people <- known(subset(everybody, (job_obtained == "yes" | (is.na(job_obtained) & time_worked > 0)) & time_worked > 0), c("time_worked", "funding", "sex", "age", "education", "worked_past_5_years", "mhi5", "experience"))
fit <- attempt(lm(
  log(time_worked) ~ funding + sex + age + education + worked_past_5_years + mhi5 + experience,
  data = people
))
note(fit, "days_worked", "funding", "mutual")

# time_to_first_job, experience: crude
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "experience"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ experience,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "time_to_first_job", "experience", "crude")

# time_to_first_job, experience: crude, on the persons of the adjusted model
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "experience", "sex", "age", "education", "worked_past_5_years", "mhi5"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ experience,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "time_to_first_job", "experience", "crude_on_adjusted_rows")

# time_to_first_job, experience: adjusted
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "experience", "sex", "age", "education", "worked_past_5_years", "mhi5"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ experience + sex + age + education + worked_past_5_years + mhi5,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "time_to_first_job", "experience", "adjusted")

# time_to_first_job, experience: without the other exposures, on the persons of the model with all exposures
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "experience", "sex", "age", "education", "worked_past_5_years", "mhi5", "funding"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ experience + sex + age + education + worked_past_5_years + mhi5,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "time_to_first_job", "experience", "alone_on_mutual_rows")

# time_to_first_job, experience: adjusted for the confounders and the other exposures
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "experience", "sex", "age", "education", "worked_past_5_years", "mhi5", "funding"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ experience + sex + age + education + worked_past_5_years + mhi5 + funding,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "time_to_first_job", "experience", "mutual")

# time_to_first_job, funding: crude
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "funding"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ funding,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "time_to_first_job", "funding", "crude")

# time_to_first_job, funding: crude, on the persons of the adjusted model
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "funding", "sex", "age", "education", "worked_past_5_years", "mhi5"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ funding,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "time_to_first_job", "funding", "crude_on_adjusted_rows")

# time_to_first_job, funding: adjusted
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "funding", "sex", "age", "education", "worked_past_5_years", "mhi5"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ funding + sex + age + education + worked_past_5_years + mhi5,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "time_to_first_job", "funding", "adjusted")

# time_to_first_job, funding: without the other exposures, on the persons of the model with all exposures
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "funding", "sex", "age", "education", "worked_past_5_years", "mhi5", "experience"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ funding + sex + age + education + worked_past_5_years + mhi5,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "time_to_first_job", "funding", "alone_on_mutual_rows")

# time_to_first_job, funding: adjusted for the confounders and the other exposures
people <- known(subset(everybody, follow_time >= 0), c("follow_time", "first_job_event", "funding", "sex", "age", "education", "worked_past_5_years", "mhi5", "experience"))
fit <- attempt(coxph(
  Surv(follow_time, first_job_event == "yes") ~ funding + sex + age + education + worked_past_5_years + mhi5 + experience,
  ties = "efron", control = coxph.control(eps = 1e-12, iter.max = 100), data = people
))
note(fit, "time_to_first_job", "funding", "mutual")

# ---- Time to the first job: Kaplan-Meier with log-log limits, and log-rank tests -------------------------------------

# Everybody
people <- known(everybody, c("follow_time", "first_job_event"))
fit <- attempt(survfit(Surv(follow_time, first_job_event == "yes") ~ 1, data = people, conf.type = "log-log", conf.int = confidence))
note_curve(fit, "all", "all", c(914))

# experience, first half
people <- subset(known(everybody, c("follow_time", "first_job_event")), experience == "first half")
fit <- attempt(survfit(Surv(follow_time, first_job_event == "yes") ~ 1, data = people, conf.type = "log-log", conf.int = confidence))
note_curve(fit, "experience", "first half", c(914))

# experience, second half
people <- subset(known(everybody, c("follow_time", "first_job_event")), experience == "second half")
fit <- attempt(survfit(Surv(follow_time, first_job_event == "yes") ~ 1, data = people, conf.type = "log-log", conf.int = confidence))
note_curve(fit, "experience", "second half", c(914))

# funding, municipality
people <- subset(known(everybody, c("follow_time", "first_job_event")), funding == "municipality")
fit <- attempt(survfit(Surv(follow_time, first_job_event == "yes") ~ 1, data = people, conf.type = "log-log", conf.int = confidence))
note_curve(fit, "funding", "municipality", c(914))

# funding, UWV
people <- subset(known(everybody, c("follow_time", "first_job_event")), funding == "UWV")
fit <- attempt(survfit(Surv(follow_time, first_job_event == "yes") ~ 1, data = people, conf.type = "log-log", conf.int = confidence))
note_curve(fit, "funding", "UWV", c(914))

# Log-rank test of experience
people <- compared(known(everybody, c("follow_time", "first_job_event", "experience")), "experience")
test <- attempt(survdiff(Surv(follow_time, first_job_event == "yes") ~ experience, data = people))
note_test(test, "experience")

# Log-rank test of funding
people <- compared(known(everybody, c("follow_time", "first_job_event", "funding")), "funding")
test <- attempt(survdiff(Surv(follow_time, first_job_event == "yes") ~ funding, data = people))
note_test(test, "funding")

# ---- Results ---------------------------------------------------------------------------------------------------------

write.csv(found, "refit_r.csv", row.names = FALSE, na = "", fileEncoding = "UTF-8")
cat(nrow(found), "rows in refit_r.csv, from", R.version.string, "with survival", format(packageVersion("survival")), "\n")

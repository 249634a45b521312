# Multiple imputation of the shipped cohort by R's mice: data sets imputed by it, and what mice::pool makes of them (with Barnard and Rubin's degrees of
# freedom; mitools has the same estimates and errors, and leaves 1 + 1/m out of one of its degrees of freedom); and how its pooled estimates scatter over 200 seeds.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "ips_mis_data.R"))
suppressPackageStartupMessages(library(mice))

d <- ips_mis()
d$job <- as.numeric(d$job_obtained)
d$event <- as.numeric(d$first_job_event == "yes")
common <- c("experience", "funding", "sex", "age", "education", "worked_past_5_years", "mhi5")
adjusted <- "experience + sex + age + education + worked_past_5_years + mhi5"
timed <- d[!is.na(d$follow_time) & !is.na(d$event), ]
timed$hazard <- nelsonaalen(timed, follow_time, event)
worked <- d[d$job == 1, ]
worked$log_days <- log(worked$time_worked)

# 1. Data sets, and their pooled estimates.
several <- mice(d[c("job", common)], m = 10, maxit = 5, seed = 1, printFlag = FALSE)
long <- complete(several, "long")
kept <- cbind(imputation = long$.imp, person = long$.id, long[common])
write_values(kept, "imputation_data")
sets <- lapply(1:10, function(i) cbind(d[c("job", "follow_time", "event", "time_worked")], complete(several, i)[common]))
pooled_rows <- function(model, fits, dfcom) {
  p <- pool(as.mira(fits))
  s <- summary(p, conf.int = TRUE)
  ours <- mitools::MIcombine(lapply(fits, coef), lapply(fits, vcov), df.complete = dfcom)
  stopifnot(all.equal(unname(coef(ours)), s$estimate), all.equal(unname(sqrt(diag(vcov(ours)))), s$std.error))
  stopifnot(p$pooled$dfcom == dfcom)
  data.frame(
    model, term = as.character(s$term), estimate = s$estimate, std_error = s$std.error, statistic = s$statistic, df = s$df, p_value = s$p.value,
    conf_low = s[["2.5 %"]], conf_high = s[["97.5 %"]], fmi = p$pooled$fmi, lambda = p$pooled$lambda, riv = p$pooled$riv, monte_carlo = sqrt(p$pooled$b / p$pooled$m)
  )
}
logistic <- lapply(sets, function(x) {
  fit <- glm(as.formula(paste("job ~", adjusted)), binomial, data = x, control = list(epsilon = 1e-14))
  glm(as.formula(paste("job ~", adjusted)), binomial, data = x, start = coef(fit))  # once more: errors are those of the step before
})
linear <- lapply(sets, function(x) lm(as.formula(paste("log(time_worked) ~", adjusted)), data = x[x$job == 1, ]))
cox <- lapply(sets, function(x) coxph(as.formula(paste("Surv(follow_time, event) ~", adjusted)), data = x, control = coxph.control(eps = 1e-13, iter.max = 50, toler.chol = 1e-14)))
write_values(rbind(
  pooled_rows("job_obtained", logistic, logistic[[1]]$df.residual),
  pooled_rows("days_worked", linear, linear[[1]]$df.residual),
  pooled_rows("time_to_first_job", cox, cox[[1]]$nevent - length(coef(cox[[1]])))
), "imputation_pooled")

# 2. Pooled estimates of mice over 200 seeds, m = 5: mean and standard deviation over seeds of estimate and standard error.
scatter <- function(model, data, fit, term = "experiencesecond half") {
  over <- t(sapply(1:200, function(seed) {
    imputed <- mice(data, m = 5, maxit = 5, seed = seed, printFlag = FALSE)
    s <- summary(pool(as.mira(lapply(1:5, function(i) fit(complete(imputed, i))))))
    unlist(s[s$term == term, c("estimate", "std.error")])
  }))
  data.frame(model, what = c("estimate", "std_error"), seeds = 200, m = 5, mean = colMeans(over), sd = apply(over, 2, sd), row.names = NULL)
}
# The same with many values missing, more of some outcomes and exposures than of others, and three levels of education.
sparse <- d[c("job", setdiff(common, "education"))]
sparse$education_levels <- factor(d$education_levels, levels = c("low", "medium", "high"))
person <- seq_len(nrow(sparse))
sparse$mhi5[(person %% 3 == 0 & sparse$job == 1) | person %% 5 == 0] <- NA
sparse$sex[person %% 4 == 1 & sparse$job == 0] <- NA
sparse$education_levels[person %% 7 < 2 & sparse$experience == "first half"] <- NA
many <- "experience + sex + age + education_levels + worked_past_5_years + mhi5"

timed_columns <- timed[c("event", "hazard", "follow_time", common)]
predictors <- function(data) {
  p <- make.predictorMatrix(data)
  p[, "follow_time"] <- 0
  p
}
over <- t(sapply(1:200, function(seed) {
  imputed <- mice(timed_columns, m = 5, maxit = 5, seed = seed, printFlag = FALSE, predictorMatrix = predictors(timed_columns))
  fits <- lapply(1:5, function(i) coxph(as.formula(paste("Surv(follow_time, event) ~", adjusted)), data = complete(imputed, i)))
  s <- summary(pool(as.mira(fits)))
  unlist(s[s$term == "experiencesecond half", c("estimate", "std.error")])
}))
write_values(rbind(
  scatter("job_obtained", d[c("job", common)], function(x) glm(as.formula(paste("job ~", adjusted)), binomial, data = x)),
  scatter("sparse", sparse, function(x) glm(as.formula(paste("job ~", many)), binomial, data = x)),
  scatter("days_worked", worked[c("log_days", common)], function(x) lm(as.formula(paste("log_days ~", adjusted)), data = x)),
  data.frame(model = "time_to_first_job", what = c("estimate", "std_error"), seeds = 200, m = 5, mean = colMeans(over), sd = apply(over, 2, sd), row.names = NULL)
), "imputation_seeds")

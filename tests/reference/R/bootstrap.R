# Percentile bootstrap of standardised risks and means of the shipped cohort, each draw fitted with glm or lm. Persons are drawn by a linear
# congruential generator (Park & Miller 1988, doi 10.1145/63039.63042), which gives the same draws in any program.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "ips_mis_data.R"))

draws <- function(replicates, n, seed = 1) {
  state <- seed
  indices <- matrix(0L, replicates, n)
  for (i in seq_len(replicates)) for (j in seq_len(n)) {
    state <- (state * 16807) %% 2147483647
    indices[i, j] <- floor(state / 2147483647 * n) + 1
  }
  indices
}
means_of <- function(rows, model, outcome, exposure, confounders, levels) {
  right <- reformulate(c(exposure, confounders))
  fit <- switch(model,
    logistic = suppressWarnings(glm(update(right, paste(outcome, "~ .")), binomial, rows, epsilon = 1e-14, maxit = 100)),
    plain = lm(update(right, paste(outcome, "~ .")), rows),
    log_linear = lm(update(right, paste0("log(", outcome, ") ~ .")), rows)
  )
  means <- sapply(levels, function(level) {
    rows[[exposure]] <- factor(level, levels = levels)
    linear <- as.vector(model.matrix(right, rows) %*% coef(fit))
    mean(switch(model, logistic = plogis(linear), plain = linear, log_linear = exp(linear)))
  })
  if (model == "log_linear") means * mean(exp(residuals(fit))) else means
}
bootstrap <- function(data, name, model, outcome, exposure, confounders, replicates = 400) {
  rows <- data[complete.cases(data[c(outcome, exposure, confounders)]), ]
  levels <- levels(rows[[exposure]])
  means <- t(apply(draws(replicates, nrow(rows)), 1, function(at) means_of(rows[at, ], model, outcome, exposure, confounders, levels)))
  limits <- function(measure, level, values) {
    interval <- quantile(values, c(0.025, 0.975), names = FALSE)
    data.frame(model = name, exposure, approach = model, measure, level, bootstrap_low = interval[1], bootstrap_high = interval[2])
  }
  rbind(
    limits("mean", levels[1], means[, 1]), limits("mean", levels[2], means[, 2]), limits("difference", levels[2], means[, 2] - means[, 1]),
    if (model == "logistic") limits("ratio", levels[2], means[, 2] / means[, 1])
  )
}
d <- ips_mis()
workers <- d[d$job_obtained, ]
confounders <- c("sex", "age", "education", "worked_past_5_years", "mhi5")
result <- NULL
for (exposure in c("experience", "funding")) {
  result <- rbind(result, bootstrap(d, "job_obtained", "logistic", "job_obtained", exposure, confounders))
  for (model in c("log_linear", "plain")) {
    result <- rbind(result, bootstrap(workers, "days_worked", model, "time_worked", exposure, confounders))
  }
}
write_values(result, "bootstrap")

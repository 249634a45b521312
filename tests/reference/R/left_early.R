# Weights for who left early without a job: pooled logistic regressions of leaving, and the weighted logistic regression by survey::svyglm, on Rossi
# (arrested before a job: left early) and on made-up people of whom more left; the same with some of them died (no job, and nobody stands for them), and with
# some first jobs begun at an unknown time, at the earliest and the latest that it can have been.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
suppressPackageStartupMessages(library(survey))

# glm's errors are those of the step before, so each is started once more where it ended.
twice <- function(formula, data, weights = NULL) {
  data$w_ <- if (is.null(weights)) 1 else weights
  control <- list(epsilon = 1e-15, maxit = 100)
  fit <- suppressWarnings(glm(formula, quasibinomial, data = data, weights = w_, control = control))
  suppressWarnings(glm(formula, quasibinomial, data = data, weights = w_, control = control, start = coef(fit)))
}
weighted <- function(cohort, d, exposure, terms, parts = 20, truncate = NULL) {
  width <- max(d$time) / parts
  at <- pmin(floor(d$time / width), parts - 1)
  if (is.null(d$died)) d$died <- FALSE
  last <- ifelse(d$job | d$died, at, ifelse(d$left, at + 1, parts))
  long <- d[rep(seq_len(nrow(d)), last), ]
  long$person <- rep(seq_len(nrow(d)), last)
  long$part <- unlist(lapply(last, function(n) seq_len(n) - 1))
  long$leaves <- as.numeric(long$left & long$part == at[long$person])
  leaving <- function(right) twice(as.formula(paste("leaves ~ part + I(part^2) +", right)), long)
  so_long <- as.vector(exp(tapply(log1p(-fitted(leaving(paste(c(exposure, terms), collapse = " + ")))), factor(long$person, levels = seq_len(nrow(d))), sum)))
  so_long[is.na(so_long)] <- 1  # nobody could leave before: a job in the first part
  whole <- merge(d[exposure], data.frame(part = seq_len(parts) - 1))  # person by person within each part
  chance <- predict(leaving(exposure), whole, type = "response")
  d$w <- exp(rowSums(matrix(log1p(-chance), nrow = nrow(d)))) / so_long
  kept <- d[!d$left, ]
  if (!is.null(truncate)) kept$w <- pmin(kept$w, quantile(kept$w, truncate))
  design <- svydesign(ids = ~1, weights = ~w, data = kept)
  formula <- as.formula(paste("job ~", paste(c(exposure, terms), collapse = " + ")))
  fit <- svyglm(formula, design, family = quasibinomial, control = list(epsilon = 1e-15, maxit = 100))
  again <<- coef(fit)
  fit <- svyglm(formula, design, family = quasibinomial, control = list(epsilon = 1e-15, maxit = 100), start = again)
  row <- grep(paste0("^", exposure), names(coef(fit)))[1]
  plain <- glm(formula, binomial, data = kept, control = list(epsilon = 1e-15, maxit = 100))
  data.frame(
    cohort, exposure, estimate = coef(fit)[row], std_error = sqrt(diag(vcov(fit)))[row], n = nrow(kept), n_left = sum(d$left),
    largest_weight = max(kept$w), effective_n = sum(kept$w)^2 / sum(kept$w^2),
    unweighted = coef(plain)[row], row.names = NULL
  )
}

r <- rossi()
r$job <- r$job_obtained
r$time <- r$follow_time
r$left <- !r$job & r$last_week < 52
confounders <- c("age", "race", "marital_status", "parole", "prior_convictions", "education")
found <- rbind(weighted("rossi", r, "financial_aid", confounders), weighted("rossi", r, "work_experience", confounders))

set.seed(7)
n <- 300
d <- data.frame(group = factor(sample(c("a", "b"), n, TRUE)), age = round(rnorm(n, 40, 10), 1))
until <- round(rexp(n, exp(-4.6 + 0.6 * (d$group == "b") + 0.02 * (d$age - 40))), 2)
gone <- round(rexp(n, exp(-5 - 0.7 * (d$group == "b") + 0.04 * (d$age - 40))), 2)
d$job <- until <= pmin(gone, 100)
d$left <- !d$job & gone < 100
d$time <- pmin(until, gone, 100)
set.seed(9)
made <- d
made$died <- d$left & runif(n) < 0.3
unknown <- d$job & runif(n) < 0.2
made$earliest <- ifelse(unknown, 0, d$time)
made$latest <- ifelse(unknown, round(pmin(100, d$time + 40 * runif(n)), 2), d$time)
write_values(made, "left_early_data")
found <- rbind(found, weighted("made", d, "group", "age"), weighted("truncated", d, "group", "age", truncate = 0.95))
died <- d
died$died <- made$died
died$left <- d$left & !made$died
found <- rbind(found, weighted("died", died, "group", "age"))
b <- d$group == "b"
for (place in c("earliest", "latest", "b earliest", "b latest")) {
  at <- d
  early <- switch(place, earliest = rep(TRUE, n), latest = rep(FALSE, n), "b earliest" = b, "b latest" = !b)
  at$time <- ifelse(early, made$earliest, made$latest)
  found <- rbind(found, weighted(place, at, "group", "age"))
}
write_values(found, "left_early")

# Checks of small made cohorts in which something is at its edge; their records are written beside the values.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "checks.R"))
suppressPackageStartupMessages(library(brglm2))

age <- c(23, 31, 45, 52, 38, 29, 41, 60, 35, 27, 33, 48, 55, 22, 39, 30, 44, 51, 26, 37)
noise <- c(3, -1, 4, -1, -5, 9, -2, 6, 5, -3, 5, -8, 9, 7, -9, 3, 2, 3, -8, 4)
two <- rep(c("a", "b"), c(12, 8))
cases <- list(
  # everybody in one group has the outcome: penalised estimates
  zero_cell = list(model = "logistic", data = data.frame(y = c(rep(0, 9), rep(1, 11)), group = rep(c("a", "b"), c(15, 5)), age)),
  # one event: no DeLong interval, and separation
  one_event = list(model = "logistic", data = data.frame(y = c(1, rep(0, 19)), group = two, age)),
  # one number is nearly the other group: VIF
  collinear = list(model = "linear", data = data.frame(y = 100 + rev(noise), group = two, age = 20 + 10 * (two == "b") + noise / 5)),
  # one person far out makes the difference
  lever = list(model = "linear", data = data.frame(y = c(100 + noise[-20] + 6 * (two[-20] == "b"), 112), group = two, age = c(age[-20], 38))),
  # one group varies much more than the other
  unequal = list(model = "log_linear", data = data.frame(y = exp(5 + c(noise[1:12] / 100, 0.38 + noise[13:20] / 10)), group = two, age)),
  # counts that vary much more than Poisson's
  counts = list(model = "poisson", data = data.frame(y = c(0, 3, 9, 1, 0, 14, 2, 2, 7, 0, 1, 30, 4, 0, 12, 5, 0, 3, 22, 6), group = two, age))
)
values <- inputs <- calibration <- NULL
for (name in names(cases)) {
  d <- cases[[name]]$data; model <- cases[[name]]$model
  inputs <- rbind(inputs, cbind(data.frame(case = name, model), d))
  d$group <- factor(d$group)
  for (adjustment in c("crude", "adjusted")) {
    confounders <- if (adjustment == "adjusted") "age"
    if (name %in% c("zero_cell", "one_event")) {
      right <- paste(c("group", confounders), collapse = " + ")
      fit <- glm(as.formula(paste("y ~", right)), data = d, family = binomial, method = "brglmFit", type = "AS_mean", epsilon = 1e-14, maxit = 10000)
      p <- fitted(fit)
      roc <- pROC::roc(d$y, signif(p, 10), levels = c(0, 1), direction = "<", quiet = TRUE)
      ci <- if (sum(d$y) > 1) as.numeric(pROC::ci.auc(roc, method = "delong")) else c(NA, as.numeric(roc$auc), NA)
      of_mean <- mean((d$y - mean(d$y))^2); score <- mean((d$y - p)^2)
      found <- rbind(check("c_statistic", ci[2], ci[1], ci[3]), check("brier", score), check("brier_of_mean", of_mean),
        check("scaled_brier", 1 - score / of_mean), if (adjustment == "adjusted") vif_rows(fit, c("group", "age")))
    } else found <- checks_of(d, model, "y", "group", confounders)$checks
    values <- rbind(values, cbind(data.frame(model = name, exposure = "group", adjustment), found))
  }
}
write_values(values, "made_checks")
write_values(inputs, "made_checks_input")

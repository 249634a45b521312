# Estimates of the four cohorts of tests/newcomers/pairs, from tests/newcomers/truth.csv: logistic and log-linear regressions of each outcome
# on each exposure, crude and adjusted.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
truth <- read.csv(file.path(here, "..", "..", "newcomers", "truth.csv"), na.strings = "", colClasses = c(id = "character"))
truth$experience <- relevel(factor(truth$experience), "first half")
truth$funding <- relevel(factor(truth$funding), "municipality")
truth$ever <- as.integer(truth$ever_in_a_month == "True")
truth$job <- as.integer(truth$job_obtained == "yes")
confounders <- c("age", "sex", "education", "worked_past_5_years")

rows <- list()
estimate <- function(unit, outcome, exposure, adjusted, data) {
  terms <- c(exposure, if (adjusted) confounders)
  logistic <- outcome %in% c("job", "ever")
  left <- if (logistic) outcome else sprintf("log(%s)", outcome)
  data <- data[complete.cases(data[, c(outcome, terms)]), ]
  model <- reformulate(terms, left)
  fit <- lm(model, data)
  if (logistic) { # twice: the second call takes standard errors from the estimate itself, see regression.R
    fit <- glm(model, binomial, data, epsilon = 1e-14, maxit = 100)
    fit <- glm(model, binomial, data, epsilon = 1e-14, maxit = 100, start = coef(fit))
  }
  values <- coef(summary(fit))[2, ]
  rows[[length(rows) + 1]] <<- data.frame(
    unit = unit, model = if (logistic) "job_obtained" else "time_worked", exposure = exposure,
    adjustment = if (adjusted) "adjusted" else "crude", n = nrow(data), estimate = values[[1]], std_error = values[[2]]
  )
}
for (exposure in c("experience", "funding")) for (adjusted in c(FALSE, TRUE)) {
  estimate("days", "job", exposure, adjusted, truth)
  estimate("days", "time_worked", exposure, adjusted, subset(truth, job == 1 & time_worked > 0))
  estimate("months", "ever", exposure, adjusted, truth)
  estimate("months", "months_worked", exposure, adjusted, subset(truth, months_worked > 0))
}
write_values(do.call(rbind, rows), "drafted_pairs")

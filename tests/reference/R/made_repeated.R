# Made-up persons: 48 over 6 times with gaps, where lme4's 25 points are enough, and edge cases. The rows are written for the tests to read.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "repeated_tables.R"))

# Draws by a generator that is the same everywhere.
state <- 20261128
draw <- function() {
  state <<- (state * 16807) %% 2147483647
  state / 2147483647
}
rows <- list()
for (i in 1:48) {
  group <- if (i %% 2) "a" else "b"
  age <- round(20 + 40 * draw())
  own <- 1.2 * qnorm(draw())
  left <- if (draw() < 0.25) ceiling(5 * draw()) else 6
  for (t in 1:6) {
    u <- draw()
    y <- as.numeric(u < plogis(-0.8 + 0.9 * (group == "b") + 0.15 * t - 0.02 * (age - 40) + own))
    gap <- draw() < 0.05
    if (t <= left && !(gap && t > 1)) rows[[length(rows) + 1]] <- data.frame(id = i, group, age, period = t, month = t, y)
  }
}
d <- do.call(rbind, rows)
d$group <- factor(d$group)
write_values(d[c("id", "group", "age", "period", "y")], "made_repeated_input")

run <- function(case, d, adjusted = NULL, mixed = TRUE, corstrs = c("exchangeable", "ar1", "independence"), time = "month") {
  named <- data.frame(case, adjustment = if (is.null(adjusted)) "crude" else "adjusted")
  found <- lapply(corstrs, function(corstr) gee_rows(d, "group", time, adjusted, corstr, named))
  if (mixed) found <- c(found, list(mixed_rows(d, "group", time, adjusted, named)))
  found
}
seldom <- d
worked <- tapply(d$y, d$id, sum)
months <- tapply(d$y, d$id, length)
one <- as.integer(names(worked)[worked > 1 & months == 6 & as.integer(names(worked)) %% 2 == 1][1])
seldom$y[seldom$group == "a" & seldom$id != one] <- 0
write_values(data.frame(one), "made_repeated_one")
# The degrees of freedom are those of clubSandwich, where it has the model: no correlation.
with_club <- function(formula, d) {
  fit <- glm(formula, data = d, family = binomial, epsilon = 1e-14)
  theirs <- clubSandwich::coef_test(fit, vcov = clubSandwich::vcovCR(fit, cluster = d$id, type = "CR3"), test = "Satterthwaite")
  test <- clubSandwich::Wald_test(fit, clubSandwich::constrain_zero(2:3), clubSandwich::vcovCR(fit, cluster = d$id, type = "CR3"), test = "HTZ")
  x <- model.matrix(fit)
  parts <- pieces(x, d, coef(fit), "independence", 0, 1)
  ours <- sapply(seq_len(ncol(x)), function(k) degrees(diag(ncol(x))[k, , drop = FALSE], added_by_persons(parts, diag(ncol(x))[k, , drop = FALSE])))
  stopifnot(max(abs(ours / theirs$df - 1)) < 1e-6, abs((degrees(diag(ncol(x))[2:3, ], added_by_persons(parts, diag(ncol(x))[2:3, ])) - 1) / test$df_denom - 1) < 1e-6)
}
with_club(y ~ group + month + age, d)
cases <- c(
  run("gaps", d),
  run("gaps", d, "age"),
  run("logarithm", d, time = "log(month)", mixed = FALSE),
  # twelve persons: fewer than robust errors need
  run("few", d[d$id <= 12, ], mixed = FALSE),
  # of group a one person only was ever employed
  run("one_in_a", seldom, mixed = FALSE)
)
found <- stack_rows(cases)
write_values(found$rows, "made_repeated_estimates")
write_values(found$tests, "made_repeated_models")
write_values(found$lme4, "made_repeated_lme4")

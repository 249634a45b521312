# A made-up score at four waves of 60 persons, with values missing: a linear model with random intercepts, group by wave, by lme4 (REML).
# The rows are written for the tests to read.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
suppressPackageStartupMessages(library(lme4))

state <- 31415926
draw <- function() {
  state <<- (state * 16807) %% 2147483647
  state / 2147483647
}
waves <- c(0, 6, 18, 30)
rows <- list()
for (i in 1:60) {
  group <- if (i %% 2) "a" else "b"
  age <- round(20 + 40 * draw())
  own <- 12 * qnorm(draw())
  for (w in waves) {
    y <- round(55 + own + 0.2 * w + 0.3 * w * (group == "b") - 0.1 * (age - 40) + 8 * qnorm(draw()))
    rows[[length(rows) + 1]] <- data.frame(id = i, group, age, wave = w, y = if (draw() < 0.06 + 0.004 * w) NA else y)
  }
}
d <- do.call(rbind, rows)
d$group <- factor(d$group)
write_values(d, "waves_input")
d <- d[!is.na(d$y), ]
d$at <- factor(d$wave)

fitted_rows <- function(adjustment, formula) {
  fit <- lmer(formula, data = d, REML = TRUE, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12)))
  b <- fixef(fit)
  v <- as.matrix(vcov(fit))
  pick <- function(names) as.numeric(names(b) %in% names)
  rows <- NULL
  for (w in waves[-1]) {
    main <- paste0("at", w)
    product <- paste0("groupb:at", w)
    for (what in list(list("change", "a", pick(main)), list("change", "b", pick(main) + pick(product)), list("difference_in_change", "b", pick(product)))) {
      estimate <- sum(what[[3]] * b)
      se <- sqrt(as.vector(t(what[[3]]) %*% v %*% what[[3]]))
      rows <- rbind(rows, data.frame(
        adjustment, measure = what[[1]], level = what[[2]], wave = w, estimate, std_error = se,
        conf_low = estimate - qnorm(0.975) * se, conf_high = estimate + qnorm(0.975) * se, p_value = 2 * pnorm(-abs(estimate / se)),
        sd_person = as.data.frame(VarCorr(fit))$sdcor[1], sd_residual = sigma(fit), log_likelihood = as.numeric(logLik(fit)),
        n = length(unique(d$id)), n_values = nrow(d)
      ))
    }
  }
  rows
}
write_values(rbind(
  fitted_rows("crude", y ~ group * at + (1 | id)),
  fitted_rows("adjusted", y ~ group * at + age + (1 | id))
), "waves_estimates")
means <- do.call(rbind, lapply(split(d, list(d$group, d$wave)), function(x) {
  t <- t.test(x$y)
  data.frame(level = x$group[1], wave = x$wave[1], n = nrow(x), mean = mean(x$y), conf_low = t$conf.int[1], conf_high = t$conf.int[2])
}))
write_values(means, "waves_means")

# Cox regressions and cox.zph's score tests of proportional hazards, as tidy rows. Sourced by cox.R and ips_mis_cox.R,
# after common.R and regression.R.
tight <- coxph.control(eps = 1e-14, iter.max = 200, toler.chol = 1e-15)

cox_one <- function(data, time, event, exposure, confounders, complete_on = confounders, ties = "efron", level = 0.95) {
  rows <- data[complete.cases(data[c(time, event, exposure, complete_on)]), ]
  variables <- c(exposure, confounders)
  for (v in variables) if (is.factor(rows[[v]])) rows[[v]] <- droplevels(rows[[v]])
  formula <- as.formula(paste0("Surv(", time, ", ", event, ") ~ ", paste(variables, collapse = " + ")))
  fit <- do.call(coxph, list(formula, data = rows, ties = ties, control = tight))
  # A second call that starts at the estimate takes its last bits too.
  fit <- do.call(coxph, list(formula, data = rows, ties = ties, control = tight, init = ifelse(is.na(coef(fit)), 0, coef(fit))))
  table <- summary(fit)$coefficients
  table <- table[!is.na(table[, "coef"]), , drop = FALSE]  # NA: a level of nobody at risk with others
  b <- table[, "coef"]; se <- table[, "se(coef)"]; cut <- qnorm(0.5 + level / 2)
  estimates <- cbind(
    tidy_term(rownames(table), rows, variables),
    data.frame(
      estimate = b, std_error = se, statistic = b / se, p_value = 2 * pnorm(-abs(b / se)), conf_low = b - cut * se, conf_high = b + cut * se,
      n = nrow(rows), n_events = fit$nevent
    )
  )
  of_exposure <- which(estimates$term == exposure)
  statistic <- df <- p <- NA
  if (length(of_exposure) > 1) {
    statistic <- as.numeric(t(b[of_exposure]) %*% solve(vcov(fit)[rownames(table), rownames(table)][of_exposure, of_exposure]) %*% b[of_exposure])
    df <- length(of_exposure)
    p <- pchisq(statistic, df, lower.tail = FALSE)
  }
  fits <- data.frame(
    n_population = nrow(data), n = nrow(rows), n_events = fit$nevent, n_excluded = nrow(data) - nrow(rows),
    log_likelihood = fit$loglik[2], r_squared = NA, global_statistic = statistic, global_df = df, global_p_value = p
  )
  several <- length(unique(rows[[time]][rows[[event]] == 1])) > 1  # cox.zph has no answer where all events fall on one time
  tested <- if (several) cox.zph(fit)$table else matrix(NA, 0, 3, dimnames = list(NULL, c("chisq", "df", "p")))
  hazards <- data.frame(
    term = ifelse(rownames(tested) == "GLOBAL", "global", rownames(tested)), statistic = tested[, "chisq"], df = tested[, "df"],
    p_value = tested[, "p"], n_events = rep(fit$nevent, nrow(tested))
  )
  if (!several) return(list(estimates = estimates, fits = fits, hazards = NULL))
  single <- cox.zph(fit, terms = FALSE)
  residuals <- do.call(rbind, lapply(of_exposure, function(i) {
    each <- data.frame(level = estimates$level[i], time = single$time, residual = single$y[, i])
    each[order(each$time, each$residual), ]
  }))
  list(estimates = estimates, fits = fits, hazards = hazards, residuals = residuals)
}

# regressions: a list of lists with time, event, ties, exposures (a list of each exposure's confounders).
cox_all <- function(data, regressions, adjustments = c("crude", "crude_on_adjusted_rows", "adjusted")) {
  found <- list()
  for (name in names(regressions)) {
    r <- regressions[[name]]
    for (exposure in names(r$exposures)) for (adjustment in adjustments) {
      confounders <- r$exposures[[exposure]]
      with_others <- c(confounders, setdiff(names(r$exposures), exposure))
      adjusted_for <- list(adjusted = confounders, mutual = with_others, alone_on_mutual_rows = confounders)[[adjustment]]
      complete_on <- list(
        crude_on_adjusted_rows = confounders, adjusted = confounders, mutual = with_others, alone_on_mutual_rows = with_others
      )[[adjustment]]
      result <- cox_one(
        data, r$time, r$event, exposure, as.character(adjusted_for), as.character(complete_on), if (is.null(r$ties)) "efron" else r$ties
      )
      key <- data.frame(model = name, exposure = exposure, adjustment = adjustment)
      for (part in names(Filter(Negate(is.null), result))) {
        rownames(result[[part]]) <- NULL
        found[[part]] <- rbind(found[[part]], cbind(key, result[[part]]))
      }
    }
  }
  found
}

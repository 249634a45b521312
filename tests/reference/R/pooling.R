# Two-stage pooling by metafor: common effect; random effects by Paule and Mandel with Hartung and Knapp's interval; prediction
# interval; leave-one-out. Inputs: the 13 trials of BCG vaccination (Colditz et al. 1994) as log risk ratios, the first two of them,
# and four estimates that differ by less than chance would have it.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
suppressPackageStartupMessages(library(metafor))

bcg <- escalc(measure = "RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg)
sets <- list(
  bcg = data.frame(estimate = as.numeric(bcg$yi), std_error = sqrt(bcg$vi)),
  two = data.frame(estimate = as.numeric(bcg$yi)[1:2], std_error = sqrt(bcg$vi)[1:2]),
  alike = data.frame(estimate = c(0.41, 0.44, 0.39, 0.43), std_error = c(0.2, 0.31, 0.25, 0.4))
)
control <- list(tol = 1e-14, maxiter = 10000)
one <- function(set, left_out, d) {
  common <- rma(d$estimate, sei = d$std_error, method = "EE")
  random <- rma(d$estimate, sei = d$std_error, method = "PM", test = "knha", control = control)
  dl <- rma(d$estimate, sei = d$std_error, method = "DL")
  predicted <- predict(random)
  row <- function(method, m, low, high) data.frame(
    set = set, left_out = left_out, method = method, k = nrow(d), estimate = as.numeric(m$beta), std_error = m$se,
    conf_low = m$ci.lb, conf_high = m$ci.ub, p_value = m$pval, tau2 = if (method == "random") m$tau2 else NA,
    q = common$QE, q_p_value = common$QEp, i2 = dl$I2, prediction_low = low, prediction_high = high
  )
  rbind(row("common", common, NA, NA), row("random", random, predicted$pi.lb, predicted$pi.ub))
}
found <- list()
for (name in names(sets)) {
  d <- sets[[name]]
  found[[length(found) + 1]] <- one(name, "", d)
  if (nrow(d) > 2) for (i in seq_len(nrow(d))) found[[length(found) + 1]] <- one(name, i, d[-i, ])
}
write_values(do.call(rbind, found), "pooling")
write_values(do.call(rbind, lapply(names(sets), function(name) cbind(set = name, sets[[name]]))), "pooling_input")

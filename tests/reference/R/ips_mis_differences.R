# Standardised mean differences of the shipped cohort at baseline, in base R, from the analysis file of the last `make`:
# Austin 2009 (numbers, yes/no) and Yang & Dalton 2012 (several levels, the inverse taken over all levels but the first).
# Of more than two groups: the mean over all pairs.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
outcomes <- file.path(here, "..", "..", "..", "results", "ips_mis", "outcomes")
if (!file.exists(file.path(outcomes, "persons.sav"))) stop("results/ips_mis is not there: run `make` first")
d <- as.data.frame(haven::as_factor(haven::read_sav(file.path(outcomes, "persons.sav")), levels = "labels"))

of_numbers <- function(x, y) abs(mean(x) - mean(y)) / sqrt((var(x) + var(y)) / 2)
of_levels <- function(x, y, levels) {
  levels <- levels[levels %in% c(x, y)]
  p <- as.vector(table(factor(x, levels))) / length(x)
  q <- as.vector(table(factor(y, levels))) / length(y)
  p <- p[-1]
  q <- q[-1]
  spread <- (diag(p, length(p)) - p %o% p + diag(q, length(q)) - q %o% q) / 2
  sqrt(as.numeric(t(p - q) %*% solve(spread) %*% (p - q)))
}
smd <- function(values, group) {
  known <- !is.na(values) & !is.na(group)
  values <- values[known]
  group <- as.character(group[known])
  pairs <- combn(sort(unique(group)), 2)
  mean(apply(pairs, 2, function(pair) {
    x <- values[group == pair[1]]
    y <- values[group == pair[2]]
    if (is.numeric(values)) of_numbers(x, y) else of_levels(as.character(x), as.character(y), sort(unique(as.character(values))))
  }))
}

numbers <- c("age", "mhi5", "self_esteem")
categories <- c("agency", "sex", "married", "education_levels", "worked_past_5_years", "psychotic_disorder")
rows <- NULL
for (exposure in c("experience", "funding", "education_levels")) {
  for (variable in setdiff(c(numbers, categories), exposure)) {
    values <- if (variable %in% numbers) as.numeric(d[[variable]]) else as.character(d[[variable]])
    rows <- rbind(rows, data.frame(exposure, variable, smd = smd(values, d[[exposure]])))
  }
}
# Benefits make the groups of funding; between the halves their three levels differ.
rows <- rbind(rows, data.frame(exposure = "experience", variable = "benefits", smd = smd(as.character(d$benefits), d$experience)))
write_values(rows, "ips_mis_differences")

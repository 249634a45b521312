# The analysis file of the shipped cohort from the last `make` (results/ips_mis), with levels in the order of the settings.
ips_mis_outcomes <- file.path(here, "..", "..", "..", "results", "ips_mis", "outcomes")

ips_mis <- function() {
  if (!file.exists(file.path(ips_mis_outcomes, "persons.sav"))) stop("results/ips_mis is not there: run `make` first")
  d <- as.data.frame(haven::as_factor(haven::read_sav(file.path(ips_mis_outcomes, "persons.sav")), levels = "labels"))
  d$job_obtained <- d$job_obtained == "yes"
  d$experience <- factor(d$experience, levels = c("first half", "second half"))
  d$funding <- factor(d$funding, levels = c("municipality", "UWV"))
  d$sex <- factor(d$sex, levels = c("female", "male"))
  d$education <- factor(d$education, levels = c("low or medium", "high"))
  d$worked_past_5_years <- factor(d$worked_past_5_years, levels = c("no", "yes"))
  d
}

# Shared by the reference scripts. Usage of each: Rscript <script>.R <folder for the values>
# Everything on Rossi is derived here from R's own copy of the data (Debian: r-cran-cardata), not from the pipeline's files.
suppressPackageStartupMessages(library(survival))
options(stringsAsFactors = FALSE, warn = 1)

out_folder <- commandArgs(trailingOnly = TRUE)[1]
if (is.na(out_folder)) stop("name the folder for the values")

# 17 significant digits give a double back exactly.
write_values <- function(frame, name) {
  for (column in names(frame)) {
    values <- frame[[column]]
    if (is.numeric(values)) {
      frame[[column]] <- ifelse(is.na(values), "", sprintf("%.17g", values))
    } else {
      values <- as.character(values)
      frame[[column]] <- ifelse(is.na(values), "", values)
    }
  }
  connection <- file(file.path(out_folder, paste0(name, ".csv")), open = "wb")
  write.table(frame, connection, sep = ",", row.names = FALSE, quote = TRUE, qmethod = "double", eol = "\n")
  close(connection)
}

EDUCATION <- c("6th grade or less", "6th to 9th grade", "10th or 11th grade", "12th grade", "some college")

# Rossi with the outcomes and names of config/rossi.yaml.
rossi <- function() {
  d <- carData::Rossi
  weeks <- as.matrix(sapply(d[paste0("emp", 1:52)], function(x) ifelse(is.na(x), NA, as.character(x) == "yes")))
  observed <- col(weeks) <= d$week
  worked <- weeks & observed
  worked[is.na(worked)] <- FALSE
  first <- apply(worked, 1, function(x) if (any(x)) which(x)[1] else NA)
  data.frame(
    job_obtained = !is.na(first),
    time_to_first_job = first,
    follow_time = ifelse(is.na(first), d$week, first),
    time_worked = rowSums(worked),
    financial_aid = factor(d$fin, levels = c("no", "yes")),
    work_experience = factor(d$wexp, levels = c("no", "yes")),
    age = d$age,
    race = factor(d$race, levels = c("other", "black")),
    marital_status = factor(d$mar, levels = c("not married", "married")),
    parole = factor(d$paro, levels = c("no", "yes")),
    prior_convictions = d$prio,
    education = factor(EDUCATION[d$educ - 1], levels = EDUCATION),
    last_week = d$week,
    weeks = I(weeks & observed)
  )
}

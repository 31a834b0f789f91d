using ParallelCompute.Launchers.Batch;

namespace ParallelCompute.Tests.Launchers.Batch;

public sealed class DialectAnswerTests
{
    [Theory]
    [InlineData("slurm", "Submitted batch job 7\n", "7")]
    [InlineData("slurm", "sbatch: Welcome in 2026\n7;cluster\n", "7")]
    [InlineData("pbs", "123.admin01\n", "123")]
    [InlineData("pbs", "Request 123.x was submitted\n", "123")]
    [InlineData("moab", "\nMoab.123\n", "123")]
    [InlineData("sge", "Your job 1 (\"hello2\") has been submitted\n", "1")]
    [InlineData("sge", "4\n", "4")]
    [InlineData("lsf", "Job <123> is submitted to default queue <normal>.\n", "123")]
    [InlineData("oar", "[ADMISSION RULE] Set 2 things\nOAR_JOB_ID=2\n", "2")]
    [InlineData("htcondor", "Submitting job(s).\n1 job(s) submitted to cluster 1.\n", "1.0")]
    [InlineData("slurm", "Granted\n", null)]
    [InlineData("oar", "OAR_JOB_ID=-5\n", null)]
    public void Ids_are_read_from_what_the_submit_command_writes(string env, string output, string? id) =>
        Assert.Equal(id is null ? [] : [id], BatchCase.Dialect(env).ReadJobIds(output, 1));

    [Theory]
    [InlineData("slurm", "7\n", "7_0", "7_1")]
    [InlineData("pbs", "7[].server\n", "7[0]", "7[1]")]
    [InlineData("sge", "Your job-array 2.1-2:1 (\"arr\") has been submitted\n", "2.1", "2.2")]
    [InlineData("lsf", "Job <9> is submitted to queue <q>.\n", "9[1]", "9[2]")]
    [InlineData("oar", "OAR_JOB_ID=5\nOAR_JOB_ID=6\nOAR_ARRAY_ID=5\n", "5", "6")]
    [InlineData("htcondor", "2 job(s) submitted to cluster 3.\n", "3.0", "3.1")]
    public void Jobs_of_an_array_have_ids_of_their_own(string env, string output, string first, string second) =>
        Assert.Equal([first, second], BatchCase.Dialect(env).ReadJobIds(output, 2));

    [Fact]
    public void Pbs_without_arrays_of_its_kind_gives_no_ids() =>
        Assert.Empty(BatchCase.Dialect("pbs").ReadJobIds("12\n", 2));

    [Theory]
    [InlineData("slurm", "7_1|PENDING|Resources|p-c1\n", "7_1", "Pending", "PENDING (Resources)", false)]
    [InlineData("slurm", "7|PENDING|PartitionConfig|p-c1\n", "7", "Pending", "PENDING (PartitionConfig)", true)]
    [InlineData("slurm", "7|PENDING|JobHeldUser|p-c1\n", "7", "Held", "PENDING (JobHeldUser)", false)]
    [InlineData("slurm", "7|CANCELLED|None|p-c1\n", "7", "Ended", "CANCELLED", false)]
    [InlineData("pbs", "Job Id: 5.s\n    Job_Name = p-c1\n    job_state = Q\n    comment = Not Running: no cpus\n",
        "5", "Pending", "Q (Not Running: no cpus)", false)]
    [InlineData("pbs", "Job Id: 5.s\n    Job_Name = p-c1\n    job_state = Q\n    comment = Can Never Run: too much\n",
        "5", "Pending", "Q (Can Never Run: too much)", true)]
    [InlineData("pbs", "Job Id:\t5\n\tJob_Name = p-c1\n\tjob_state = R\n\n", "5", "Running", "R", false)]
    [InlineData("pbs", "5.server  me  workq  p-c1  --  1  1  --  --  H   -- \n", "5", "Held", "H", false)]
    [InlineData("sge", "      1 0.55500 p-c1       me           qw    11/30/2026 20:00:00          1\n" +
        "       Full jobname:     p-c1\n", "1", "Pending", "qw", false)]
    [InlineData("sge", "      2 0.55500 p          me           r     11/30/2026 20:00:00 test.q@host1    1 3\n" +
        "       Full jobname:     p-c1\n", "2.3", "Running", "r", false)]
    [InlineData("sge", "      1 0.55500 p-c1       me           Eqw   11/30/2026 20:00:00          1\n",
        "1", "Held", "Eqw", true)]
    [InlineData("lsf", "9|2|PEND|-|p-c1[2]|Not enough hosts;\n", "9[2]", "Pending", "PEND (Not enough hosts)", false)]
    [InlineData("lsf", "9|0|EXIT|140|p-c1|-\n", "9", "Ended", "EXIT (exit code 140)", false)]
    [InlineData("oar", "Job_Id: 2\n    name = p-c1\n    state = Waiting\n    message = R=2,W=0:30:0\n",
        "2", "Pending", "Waiting (R=2,W=0:30:0)", false)]
    [InlineData("htcondor", "3\t1\t5\tp-c1\tno such file\n", "3.1", "Held", "held (no such file)", false)]
    [InlineData("htcondor", "3\t0\t1\tp-c1\tundefined\n", "3.0", "Pending", "idle", false)]
    [InlineData("moab", "active jobs---\nJOBID  USERNAME STATE PROCS REMAINING STARTTIME\n\n" +
        "Moab.5    me   Running    1   00:10:00  Mon Nov 30 20:00:00\n", "5", "Running", "Running", false)]
    [InlineData("moab", "blocked jobs---\n5    me   BatchHold    1   00:10:00  Mon Nov 30\n",
        "5", "Held", "BatchHold", false)]
    public void Lists_tell_each_jobs_state_and_reason(
        string env, string output, string id, string phase, string words, bool never)
    {
        var job = Assert.Single(BatchCase.Dialect(env).ReadList("some header\n" + output));
        Assert.Equal(
            (id, phase, words, never), (job.Id, job.State.Phase.ToString(), job.State.Words, job.State.CanNeverRun));
        Assert.Contains(job.Name, new[] { "p-c1", "" });
    }

    [Theory]
    [InlineData("slurm", "TIMEOUT|0:0\n", "TIMEOUT, exit code 0:0")]
    [InlineData("slurm", "CANCELLED by 0|0:15\n", "CANCELLED, exit code 0:15")]
    [InlineData("slurm", "JobId=12 JobState=FAILED Reason=NonZeroExitCode ExitCode=3:0", "FAILED, exit code 3:0")]
    [InlineData("slurm", "JobId=12 JobState=RUNNING Reason=None ExitCode=0:0", null)]
    [InlineData("pbs", "Job Id: 12.s\n    job_state = F\n    Exit_status = 271\n", "F (exit code 271)")]
    [InlineData("sge", "failed       37  : qmaster enforced h_rt\nexit_status  137\n",
        "exit code 137, failed 37  : qmaster enforced h_rt")]
    [InlineData("lsf", "Mon: Exited wi\n                     th exit code 3. The CPU time used is 0.1 seconds.\n",
        "EXIT (exit code 3)")]
    [InlineData("lsf", "Mon: Exited with exit code 140. TERM_RUNLIMIT: job killed\n",
        "EXIT (exit code 140, TERM_RUNLIMIT)")]
    [InlineData("oar", "Job_Id: 12\n    state = Error\n    exit_code = 256 (1,0,0)\n", "Error (exit code 256 (1,0,0))")]
    [InlineData("htcondor", "4\t3\tundefined\tundefined\n", "completed, exit code 3")]
    [InlineData("moab", "job 12\nState: Completed\nCompletion Code: 9  Time: Mon\n", "Completed (exit code 9)")]
    public void The_end_of_a_job_is_told_with_its_exit_code(string env, string output, string? words) =>
        Assert.Equal(words, BatchCase.Dialect(env).ReadEnd("12", output)?.Words);

    [Theory]
    [InlineData("slurm", "sbatch: error: Slurm temporarily unable to accept job, sleeping and retrying", true)]
    [InlineData("slurm", "sbatch: error: QOSMaxSubmitJobPerUserLimit", true)]
    [InlineData("slurm", "sbatch: error: invalid partition specified: x", false)]
    [InlineData("pbs", "qsub: Maximum number of jobs already in queue", true)]
    [InlineData("sge", "Unable to run job: job rejected: unknown queue", false)]
    public void A_refusal_for_load_is_told_from_others(string env, string output, bool isBusy) =>
        Assert.Equal(isBusy, BatchCase.Dialect(env).IsBusy(output));

    [Fact]
    public void No_list_at_all_is_told_from_an_empty_one()
    {
        Assert.True(BatchCase.Dialect("lsf").ListsNone(255, "No unfinished job found\n"));
        Assert.True(BatchCase.Dialect("pbs").ListsNone(153, "qstat: Unknown Job Id 5.server\n"));
        Assert.False(BatchCase.Dialect("slurm").ListsNone(1, "slurm_load_jobs error: Unable to contact controller"));
    }
}

namespace ParallelCompute.Configuration;

/// <summary>The options of the batch systems, by dask-jobqueue's names. Their pages show the same tables.</summary>
internal static class BatchEnvs
{
    private static readonly OptionDefinition[] Common =
    [
        new("queue", BatchKinds.Word, null, "The queue or partition of the jobs; unset: the system's default."),
        new("cores", OptionKinds.Count, null, "Processors of one job; must be set."),
        new("memory", OptionKinds.Size, null, "Memory of one job; must be set."),
        new("processes", OptionKinds.Count, null,
            "Worker processes in one job; unset: `cores` / `threads_per_worker` where that is set, else as many as " +
            "`cores` up to 4, then about its square root."),
        new("job_name", BatchKinds.Name, "parallel", "The name of the jobs; the cluster's id is appended to it."),
        new("job_extra_directives", BatchKinds.Directives, "", "More directives, without their prefix."),
        new("job_directives_skip", BatchKinds.Directives, "",
            "Directives that contain one of these texts are left out, those of `job_extra_directives` apart."),
        new("job_script_prologue", BatchKinds.Commands, "", "Shell commands before the workers start."),
        new("job_script_epilogue", BatchKinds.Commands, "", "Shell commands after the workers have ended."),
        new("log_directory", BatchKinds.Path, null,
            "Where the jobs' output goes; unset: a folder of the cluster, removed at its end."),
        new("shared_temp_directory", BatchKinds.Path, null,
            "Where the file that lets workers join lies, in a folder of the cluster: on this machine and those of the "
            + "jobs; unset: `.parallel` in the user's home."),
        new("shebang", BatchKinds.Shebang, "#!/usr/bin/env bash", "The first line of the job script."),
        new("silo_command", BatchKinds.Line, null,
            "How the worker program is started in a job; unset: as it is on this machine.") { Alias = "python" },
        new("worker_extra_args", BatchKinds.Directives, "", "More arguments for the worker program."),
        new("max_queued", OptionKinds.Count, null,
            "Jobs that may be queued or run at once; unset: all that are needed."),
        new("job_array", OptionKinds.Switch, "true",
            "Whether jobs that are needed at once are submitted as one array, where the system has arrays."),
    ];

    private static readonly OptionDefinition ResourceSpec = new(
        "resource_spec", BatchKinds.Line, null, "What to ask for, in the system's words; unset: `cores` and `memory`.");

    internal static EnvDefinition Slurm { get; } = Of(
        "slurm",
        [
            Account("project"), Walltime("00:30:00"),
            new("job_cpu", OptionKinds.Count, null, "Processors to ask for instead of `cores`."),
            new("job_mem", BatchKinds.Word, null, "Memory to ask for instead of `memory`, as Slurm writes it."),
        ]);

    internal static EnvDefinition Pbs { get; } = OfPbs("pbs");

    internal static EnvDefinition Moab { get; } = OfPbs("moab");

    internal static EnvDefinition Lsf { get; } = Of(
        "lsf",
        [
            Project(), Walltime("00:30", BatchKinds.WalltimeInMinutes),
            new("ncpus", OptionKinds.Count, null, "Processors to ask for instead of `cores`."),
            new("mem", OptionKinds.Size, null, "Memory to ask for instead of `memory`."),
            new("lsf_units", BatchKinds.LsfUnits, null,
                "The unit of the cluster's limits: kb, mb, gb, tb, pb, eb or zb; unset: what lsf.conf says, else kb."),
            new("use_stdin", OptionKinds.Switch, "true",
                "Whether `bsub` gets the script on its standard input; false: as a file."),
        ]) with
    {
        Complete = (values, written) =>
        {
            BatchRules.Complete(values, written);
            values["lsf_units"] ??= LsfUnits.OfThisMachine();
        },
    };

    internal static EnvDefinition Sge { get; } = Of(
        "sge",
        [
            Project(), Walltime("00:30:00"),
            ResourceSpec with
            {
                Description = "What to ask for, such as `h_vmem=4G`: the names are the site's; unset: nothing.",
            },
        ]);

    internal static EnvDefinition Oar { get; } = Of(
        "oar",
        [
            Project(), Walltime("00:30:00"),
            ResourceSpec with { Description = "What to ask for, such as `/nodes=1/core=8`; unset: one node, `cores`." },
            new("memory_per_core_property_name", BatchKinds.Word, null,
                "The property of nodes that tells the MiB of a core; not_applicable: there is none."),
        ]) with
    {
        Check = BatchRules.CheckOar,
    };

    internal static EnvDefinition Htcondor { get; } = Of(
        "htcondor",
        [
            Walltime(null),
            new("disk", OptionKinds.Size, null, "Disk space of one job; must be set."),
            new("submit_command_extra", BatchKinds.Directives, "", "More arguments for `condor_submit`."),
            new("cancel_command_extra", BatchKinds.Directives, "", "More arguments for `condor_rm`."),
        ],
        option => option.Name switch
        {
            "job_extra_directives" => option with
            {
                Kind = BatchKinds.Attributes, Description = "More lines of the submit description.",
            },
            "job_directives_skip" => option with
            {
                Description = "Names of lines of the submit description that are left out.",
            },
            "shebang" => option with
            {
                Default = "#!/usr/bin/env condor_submit", Description = "The first line of the submit description.",
            },
            _ => option,
        });

    internal static IReadOnlyList<EnvDefinition> All { get; } = [Slurm, Pbs, Lsf, Htcondor, Sge, Oar, Moab];

    private static EnvDefinition Of(
        string name, IEnumerable<OptionDefinition> own, Func<OptionDefinition, OptionDefinition>? change = null) =>
        new(name, true)
    {
        IsRemote = true,
        Own = [.. Common.Select(WithOldNames).Select(change ?? (option => option)), .. own],
        Complete = BatchRules.Complete,
        Check = BatchRules.Check,
    };

    // Torque and imitations of PBS know no arrays of this kind.
    private static EnvDefinition OfPbs(string name) => Of(
        name,
        [Account("project"), Walltime("00:30:00"), ResourceSpec],
        option => option.Name == "job_array" ? option with { Default = "false" } : option) with
    {
        Complete = (values, written) =>
        {
            BatchRules.Complete(values, written);
            values["account"] ??= BatchKinds.Word.Read(Environment.GetEnvironmentVariable("PBS_ACCOUNT") ?? "");
        },
    };

    private static OptionDefinition Account(params string[] oldNames) =>
        new("account", BatchKinds.Word, null, "The account that pays.") { OldNames = oldNames };

    private static OptionDefinition Project() => new("project", BatchKinds.Word, null, "The project that pays.");

    private static OptionDefinition Walltime(string? preset, OptionKind? kind = null) => new(
        "walltime", kind ?? BatchKinds.Walltime, preset, "How long one job may run; it is replaced in time.");

    private static OptionDefinition WithOldNames(OptionDefinition option) => option with
    {
        OldNames = option.Name switch
        {
            "job_extra_directives" => ["job_extra"],
            "job_directives_skip" => ["header_skip"],
            "job_script_prologue" => ["env_extra"],
            "worker_extra_args" => ["extra"],
            "job_name" => ["name"],
            _ => [],
        },
    };
}

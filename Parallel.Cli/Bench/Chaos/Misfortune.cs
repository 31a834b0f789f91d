namespace ParallelCompute.Cli.Bench.Chaos;

/// <summary>How a worker can be lost.</summary>
internal enum Misfortune
{
    /// <summary>SIGKILL from outside.</summary>
    Kill,

    /// <summary>SIGTERM from outside.</summary>
    Terminate,

    /// <summary>SIGSTOP from outside: it is there, and silent.</summary>
    Freeze,

    /// <summary>An item calls <see cref="Environment.Exit"/>.</summary>
    Exit,

    /// <summary>An item calls <see cref="Environment.FailFast(string)"/>.</summary>
    FailFast,

    /// <summary>An item overflows its stack.</summary>
    StackOverflow,

    /// <summary>An item shuts down the worker's connection.</summary>
    Disconnect,
}

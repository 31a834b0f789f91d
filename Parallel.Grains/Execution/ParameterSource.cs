namespace ParallelCompute.Execution;

/// <summary>Where a parameter's value comes from.</summary>
public enum ParameterSource
{
    /// <summary>What <c>setup</c> returned.</summary>
    Environment,

    /// <summary>The <c>arguments</c> of the call.</summary>
    Arguments,

    /// <summary>The parameter's default value.</summary>
    Default,

    /// <summary>The environment, if it has the name: that is not known here.</summary>
    Undecided,
}

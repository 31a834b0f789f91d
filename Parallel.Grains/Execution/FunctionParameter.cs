namespace ParallelCompute.Execution;

/// <summary>One parameter of a user's function.</summary>
/// <param name="Name">Its name; empty where the compiler gave it none.</param>
/// <param name="Type">Its type.</param>
/// <param name="HasDefault">Whether it may be left out.</param>
/// <param name="Default">What it is then.</param>
public sealed record FunctionParameter(string Name, Type Type, bool HasDefault, object? Default);

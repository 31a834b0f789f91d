namespace ParallelCompute.Binding;

/// <summary>One of the <c>arguments</c> of a call.</summary>
/// <param name="Value">The value.</param>
/// <param name="Declared">The type that its property or dictionary declares; the value may be of a derived one.</param>
internal readonly record struct ArgumentValue(object? Value, Type Declared);

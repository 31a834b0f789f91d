using System.Reflection;

namespace ParallelCompute.Values;

/// <summary>A part of an object: a field, or a property that a constructor parameter takes back.</summary>
internal sealed record Member(string Name, Type Type, FieldInfo? Field, MethodInfo? Getter);

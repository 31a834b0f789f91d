using System.Reflection;
using System.Runtime.CompilerServices;

namespace ParallelCompute.Shipping;

/// <summary>What the C# and VB compilers generate for lambdas, local functions, iterators and async methods.</summary>
internal static class CompilerNames
{
    /// <summary>A class or struct that holds captured variables.</summary>
    public static bool IsClosure(Type type) => IsGenerated(type) && type.GetInterfaces().Length == 0;

    /// <summary>The state of an async method or an iterator.</summary>
    public static bool IsStateMachine(Type type) => IsGenerated(type) && type.GetInterfaces().Length > 0;

    /// <summary>A field in which generated code keeps the user's own <c>this</c>.</summary>
    public static bool HoldsThis(FieldInfo field) => field.DeclaringType is { } holder && IsGenerated(holder) &&
        field.Name is "<>4__this" or "$VB$Me" && !IsGenerated(field.FieldType);

    /// <summary>A link from generated code to the closure around it.</summary>
    public static bool HoldsClosure(FieldInfo field) => field.DeclaringType is { } holder && IsGenerated(holder) &&
        IsClosure(field.FieldType);

    /// <summary>Whether the compiler made the type; those inside of such types carry no mark of their own.</summary>
    public static bool IsGenerated(Type type) => type.DeclaringType is { } outer &&
        (type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || IsGenerated(outer));

    /// <summary>The name that the user wrote: <c>&lt;Size&gt;k__BackingField</c> is <c>Size</c>.</summary>
    public static string Plain(string name) =>
        name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? name[1..end] : name;

    public static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type.IsGenericType ? type.GetGenericTypeDefinition() : type;
    }
}

namespace ParallelCompute;

/// <summary>Sends values of one type in a way of its own, in place of field by field.</summary>
/// <remarks>
/// For types of your own or of a library whose fields cannot travel or should not: a handle to native memory, a cache,
/// a parsed document. Hand the class to <c>ParallelCluster.AddCodec</c> before the first client is opened; workers get
/// it with the rest of the program's code. It needs a constructor without parameters, is made once, and is called by
/// many threads at once. It counts for values of exactly <typeparamref name="T"/>. An exception that it throws fails
/// the item or call that the value belongs to.
/// </remarks>
/// <typeparam name="T">A class or struct that is not part of .NET itself.</typeparam>
public interface IValueCodec<T>
{
    /// <summary>Writes all that <see cref="Read"/> needs to make the value again.</summary>
    /// <param name="writer">Takes the parts, one after another.</param>
    /// <param name="value">The value; not null.</param>
    void Write(IValueWriter writer, T value);

    /// <summary>Makes a value from its parts, read in the order and as the types in which they were written.</summary>
    /// <param name="reader">Gives the parts.</param>
    /// <returns>The value; not null.</returns>
    T Read(IValueReader reader);
}

namespace ParallelCompute.Values;

/// <summary>A program whose types may have codecs of the user's; implemented by its load context.</summary>
internal interface IReplacements
{
    /// <summary>The codec class for values of exactly that type; null where there is none.</summary>
    Type? CodecOf(Type type);
}

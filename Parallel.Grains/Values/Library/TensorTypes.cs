namespace ParallelCompute.Values.Library;

/// <summary>What travels of System.Numerics.Tensors, which a program brings along or not.</summary>
internal static class TensorTypes
{
    private const string Tensor = "System.Numerics.Tensors.Tensor`1";

    /// <summary>The codec of a type of that assembly.</summary>
    public static Func<ValueCodec>? Find(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition().FullName == Tensor
            ? () => CodecFactory.Make(typeof(TensorCodec<,>), type, type.GenericTypeArguments[0]) : null;
}

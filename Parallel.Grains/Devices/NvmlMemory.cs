namespace ParallelCompute.Devices;

/// <summary>nvmlMemory_t: bytes.</summary>
/// <param name="Total">All that there is.</param>
/// <param name="Free">Not used by anybody.</param>
/// <param name="Used">By whomever, with what the driver keeps for itself.</param>
internal readonly record struct NvmlMemory(ulong Total, ulong Free, ulong Used);

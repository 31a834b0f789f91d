namespace ParallelCompute.Devices;

/// <summary>A call of the driver failed; the message says which, and why in the driver's words.</summary>
internal sealed class DriverException(string message) : Exception(message);

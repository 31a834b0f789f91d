using System.Text.Json.Serialization;

namespace ParallelCompute.Devices;

/// <summary>Writes and reads reports without reflection: a process that is started for one has little time.</summary>
[JsonSerializable(typeof(GpuReport))]
internal sealed partial class GpuReportText : JsonSerializerContext;

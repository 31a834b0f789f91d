namespace SpeechStats;

/// <summary>What a worker sends back for one file.</summary>
/// <param name="Seconds">Length of the sound.</param>
/// <param name="Frames">Number of frames.</param>
/// <param name="Values">The features, frame after frame.</param>
internal sealed record FileFeatures(double Seconds, int Frames, float[] Values);

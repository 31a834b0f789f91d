namespace SpeechStats;

/// <summary>What the program was asked to do cannot be done; the message is for the person who asked.</summary>
internal sealed class UsageException(string message) : Exception(message);

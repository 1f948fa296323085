using System.Buffers;

namespace EventGen.Nats;

/// <summary>What the settings must be that only a NATS publisher has.</summary>
internal static class NatsOptionsRules
{
    private static readonly SearchValues<char> s_forbiddenInStream = SearchValues.Create(" .*>/\\%\t\r\n");
    private static readonly SearchValues<char> s_forbiddenInSubject = SearchValues.Create(" *>\t\r\n");

    public static IEnumerable<string> Check(NatsOptions options)
    {
        if (!NatsAddress.TryParse(options.Address, out var address, out string? reason)) yield return $"{nameof(options.Address)} {reason}";
        if (options.CredentialsFile is { } file && !File.Exists(file)) yield return $"{nameof(options.CredentialsFile)} names a file that does not exist; correct the path.";
        else if (options.CredentialsFile is not null && address?.HasCredentials == true) yield return $"{nameof(options.CredentialsFile)} and a user or token in {nameof(options.Address)} are both given; remove one.";
        if (options.Stream is { } stream && (stream.Length is 0 or > 255 || stream.AsSpan().ContainsAny(s_forbiddenInStream))) yield return $"{nameof(options.Stream)} is empty, longer than 255 characters, or has a dot, a space or one of * > / \\ %, which NATS does not allow; give another name.";
        else if (options.Stream is not null && NameRule.Fault(nameof(options.Stream), options.Stream) is { } fault) yield return fault;
        if (options.Subject is { } subject && !IsSubject(subject)) yield return $"{nameof(options.Subject)} is no subject; give names with dots between them, without spaces, * and >.";
        else if (options.Subject is not null && NameRule.Fault(nameof(options.Subject), options.Subject) is { } fault) yield return fault;
        if (!Enum.IsDefined(options.Topology)) yield return $"{nameof(options.Topology)} is {options.Topology}; it must be one of {Names<NatsTopology>()}.";
        if (!Enum.IsDefined(options.Retention)) yield return $"{nameof(options.Retention)} is {options.Retention}; it must be one of {Names<NatsRetention>()}.";
        if (!Enum.IsDefined(options.WhenFull)) yield return $"{nameof(options.WhenFull)} is {options.WhenFull}; it must be one of {Names<NatsStreamFullMode>()}.";
        if (options.AckWait < TimeSpan.FromMilliseconds(100) || options.AckWait > TimeSpan.FromDays(1)) yield return $"{nameof(options.AckWait)} is {options.AckWait}; it must be from 100 milliseconds to 1 day.";
        if (options.DuplicateWindow < TimeSpan.FromMilliseconds(100) || options.DuplicateWindow > TimeSpan.FromDays(7)) yield return $"{nameof(options.DuplicateWindow)} is {options.DuplicateWindow}; it must be from 100 milliseconds to 7 days.";
        else if (options.MaxAge > TimeSpan.Zero && options.DuplicateWindow > options.MaxAge) yield return $"{nameof(options.DuplicateWindow)} is {options.DuplicateWindow}, longer than {nameof(options.MaxAge)}, {options.MaxAge}; a stream knows no longer what it keeps no longer. Make it shorter.";
        if (options.MaxAge != TimeSpan.Zero && options.MaxAge < TimeSpan.FromSeconds(1)) yield return $"{nameof(options.MaxAge)} is {options.MaxAge}; it must be at least 1 second, or 0 for no limit.";
        if (options.Replicas is < 1 or > 5) yield return $"{nameof(options.Replicas)} is {options.Replicas}; it must be from 1 to 5.";
        if (options.MaxMessages < 0) yield return $"{nameof(options.MaxMessages)} is {options.MaxMessages}; it must be at least 1, or 0 for no limit.";
        if (options.MaxBytes < 0) yield return $"{nameof(options.MaxBytes)} is {options.MaxBytes}; it must be at least 1, or 0 for no limit.";
        if (options.ReceiveBuffer < 1) yield return $"{nameof(options.ReceiveBuffer)} is {options.ReceiveBuffer}; it must be at least 1.";
        if (options.DeliveryLimit < 1) yield return $"{nameof(options.DeliveryLimit)} is {options.DeliveryLimit}; it must be at least 1.";
    }

    private static bool IsSubject(string text) =>
        text.Length is > 0 and <= 255 && !text.AsSpan().ContainsAny(s_forbiddenInSubject) && text.Split('.').All(static token => token.Length > 0) && !text.StartsWith('$');

    private static string Names<T>() where T : struct, Enum => string.Join(", ", Enum.GetNames<T>());
}

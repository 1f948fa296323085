namespace EventGen;

/// <summary>What becomes of sensitive parts where a payload leaves the memory of the process: in messages, in rows of an outbox and in stored dead letters.</summary>
public enum SensitiveDataHandling
{
    /// <summary>They are written as the other parts.</summary>
    Keep,

    /// <summary>They are written encrypted. Whoever has the key reads them; others cannot read the payload.</summary>
    Encrypt,

    /// <summary>They are left out. Whoever reads the payload has it without them: such parts must be optional, or the reader rejects the payload.</summary>
    LeaveOut,
}

namespace EventGen.Outbox.Tests;

/// <summary>What becomes of the call at a crash point.</summary>
public enum CallOutcome
{
    /// <summary>The process dies before the store has done anything.</summary>
    DiesBefore,

    /// <summary>The store has done it, and the process dies before it knows.</summary>
    DiesUnanswered,

    /// <summary>The process knows that it is done, and dies before the next call.</summary>
    DiesAnswered,

    /// <summary>The store has done nothing, the answer is lost, and the process goes on.</summary>
    LostBefore,

    /// <summary>The store has done it, the answer is lost, and the process goes on.</summary>
    LostAfter,

    /// <summary>The store refuses for a while, and the process goes on.</summary>
    Refused,
}

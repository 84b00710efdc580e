package io.universalmiddleware.processor.handling;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.util.function.Function;
import java.util.function.Predicate;

/** The server's transactions, at most a minute each. */
@Dependent
class JtaTransactions implements Transactions {
    private static final int TIMEOUT_SECONDS = 60;

    private final UserTransaction transaction;
    private final Stores stores;

    @Inject
    JtaTransactions(UserTransaction transaction, Stores stores) {
        this.transaction = transaction;
        this.stores = stores;
    }

    @Override
    public <T> T call(Function<Stores, T> work, Predicate<T> commits) {
        try {
            transaction.setTransactionTimeout(TIMEOUT_SECONDS);
            transaction.begin();
            try {
                T answer = work.apply(stores);
                if (commits.test(answer)) {
                    transaction.commit();
                }
                return answer;
            } finally {
                if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
                    transaction.rollback();
                }
            }
        } catch (NotSupportedException
                | RollbackException
                | HeuristicMixedException
                | HeuristicRollbackException
                | SystemException failed) {
            throw new TransactionFault(failed);
        }
    }
}
